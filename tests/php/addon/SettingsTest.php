<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use PHPUnit\Framework\TestCase;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Settings;

final class SettingsTest extends TestCase
{
    public function testAMissingSettingHasItsDefault(): void
    {
        $settings = new Settings([]);

        self::assertSame(7200, $settings->whole('cron_interval'));
        self::assertSame(1.5, $settings->decimal('cart_deadline'));
        self::assertSame([30, 60], [$settings->whole('hold_paid'), $settings->whole('hold_unpaid')]);
        self::assertSame(2147483647, $settings->whole('largest_quantity'));
        self::assertTrue($settings->isOn('accept_orders'));
        self::assertSame('10', $settings->text('default_buffer'));
        self::assertFalse($settings->isOn('preview_only'));
    }

    public function testAStoredSettingIsUsed(): void
    {
        $settings = new Settings([
            'cron_interval' => ' 600 ',
            'cart_deadline' => '0.5',
            'largest_quantity' => '25',
            'accept_orders' => '',
            'default_buffer' => '7.5 %',
            'preview_only' => 'on',
        ]);

        self::assertSame(600, $settings->whole('cron_interval'));
        self::assertSame(0.5, $settings->decimal('cart_deadline'));
        self::assertSame(25, $settings->whole('largest_quantity'));
        self::assertFalse($settings->isOn('accept_orders'));
        self::assertSame('7.5 %', $settings->text('default_buffer'));
        self::assertTrue($settings->isOn('preview_only'));
    }

    /**
     * @testWith ["soon"]
     *     ["-5"]
     *     ["0"]
     *     ["1e400"]
     *     [""]
     *     [null]
     *     [[]]
     */
    public function testAnUnusableSettingHasItsDefault(mixed $value): void
    {
        $settings = new Settings([
            'cron_interval' => $value,
            'cart_deadline' => $value,
            'largest_quantity' => $value,
        ]);

        self::assertSame(7200, $settings->whole('cron_interval'));
        self::assertSame(1.5, $settings->decimal('cart_deadline'));
        self::assertSame(2147483647, $settings->whole('largest_quantity'), 'a limit of 0 would take everything off sale');
    }

    /**
     * @testWith ["cron_interval", "soon", "7200"]
     *     ["hold_paid", "0", "30"]
     *     ["hold_unpaid", "-1", "60"]
     *     ["cron_interval", "5", "7200"]
     *     ["cron_interval", "600.5", "600"]
     *     ["cart_deadline", "1,5", "1.5"]
     *     ["cart_deadline", "500", "30"]
     *     ["largest_quantity", "0", ""]
     *     ["largest_quantity", "9999999999", "2147483647"]
     *     ["default_buffer", "7,5", "10"]
     *     ["default_buffer", "-1", "10"]
     *     ["default_buffer", "150", "10"]
     */
    public function testAnUnusableSettingIsReportedWithTheValueUsedInstead(string $name, string $stored, string $used): void
    {
        self::assertSame([$name => $used], (new Settings([$name => $stored]))->unusable());
    }

    /**
     * @testWith ["cron_interval", " 600 "]
     *     ["cart_deadline", "2.50"]
     *     ["cart_deadline", "2"]
     *     ["largest_quantity", ""]
     *     ["default_buffer", "7.5 %"]
     *     ["default_buffer", "100"]
     */
    public function testAUsableSettingIsNotReported(string $name, string $stored): void
    {
        self::assertSame([], (new Settings([$name => $stored]))->unusable());
    }

    /**
     * @testWith ["15-characters-x", "", true]
     *     ["16-characters-xy", "16-characters-xy", false]
     *     ["with a blank in between", "", true]
     *     ["", "", false]
     */
    public function testASecretIsUsedWhenItIsLongEnoughAndNeverShown(string $stored, string $used, bool $complains): void
    {
        $settings = new Settings(['webhook_secret' => $stored]);

        self::assertSame($used, $settings->text('webhook_secret'));
        self::assertSame($complains ? ['webhook_secret' => ''] : [], $settings->unusable());
        self::assertSame('password', Settings::fields()['webhook_secret']['Type']);
    }

    /**
     * @testWith ["https://hooks.example.com/T0/B0?wait=true", true]
     *     ["HTTPS://hooks.example.com", true]
     *     ["http://hooks.example.com/", false]
     *     ["http://localhost/", false]
     *     ["hooks.example.com", false]
     *     ["https://", false]
     *     ["https://user:password@hooks.example.com/", false]
     *     ["https://hooks.example.com/#part", false]
     *     ["https://hooks.example.com/a b", false]
     */
    public function testAnAddressIsUsedWhenItBeginsWithHttps(string $stored, bool $isUsed): void
    {
        $settings = new Settings(['alert_url' => $stored]);

        self::assertSame($isUsed ? $stored : '', $settings->text('alert_url'));
        self::assertSame($isUsed ? [] : ['alert_url' => ''], $settings->unusable());
    }

    public function testAlertsHaveDefaults(): void
    {
        $settings = new Settings([]);

        self::assertSame([3, 30], [$settings->whole('alert_low'), $settings->whole('alert_unknown')]);
        self::assertSame(['off', '', ''], [$settings->text('alert_mail'), $settings->text('alert_url'), $settings->text('alert_secret')]);
        self::assertSame('password', Settings::fields()['alert_secret']['Type']);
    }

    public function testAnInstallationHasDefaultsOfItsOwn(): void
    {
        $defaults = ['largest_quantity' => '999', 'accept_orders' => ''];
        $settings = new Settings([], $defaults);

        self::assertSame(999, $settings->whole('largest_quantity'));
        self::assertFalse($settings->isOn('accept_orders'));
        self::assertSame('999', Settings::fields($defaults)['largest_quantity']['Default']);
        self::assertSame(2147483647, (new Settings(['largest_quantity' => ''], $defaults))->whole('largest_quantity'));
        self::assertTrue((new Settings(['accept_orders' => 'on'], $defaults))->isOn('accept_orders'));
    }

    public function testEveryFieldHasANameATypeAndADescription(): void
    {
        foreach (Settings::fields() as $key => $field) {
            self::assertMatchesRegularExpression('/^[a-z_]+$/', $key);
            self::assertArrayHasKey('FriendlyName', $field);
            self::assertContains($field['Type'], ['text', 'password', 'yesno', 'dropdown', 'radio', 'textarea']);
            self::assertArrayHasKey('Default', $field);
            self::assertNotEmpty($field['Description']);
        }
    }

    public function testTheFieldsShowTheRealDefaults(): void
    {
        $shown = array_map(static fn (array $field): string => $field['Default'], Settings::fields());

        self::assertSame(self::values(new Settings([])), self::values(new Settings($shown)));
        self::assertSame([], (new Settings($shown))->unusable());
    }

    /** @return list<int|float|bool|string> */
    private static function values(Settings $settings): array
    {
        return [
            $settings->whole('cron_interval'),
            $settings->decimal('cart_deadline'),
            $settings->whole('largest_quantity'),
            $settings->isOn('accept_orders'),
            $settings->text('default_buffer'),
            $settings->isOn('preview_only'),
        ];
    }
}
