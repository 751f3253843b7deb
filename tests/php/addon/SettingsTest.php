<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use PHPUnit\Framework\TestCase;
use WHMCS\Module\Addon\VirtfusionStock\Settings;

final class SettingsTest extends TestCase
{
    public function testWhatIsNotStoredHasItsDefault(): void
    {
        $settings = Settings::from([]);

        self::assertSame(7200, $settings->cronInterval);
        self::assertSame(1.5, $settings->cartDeadline);
        self::assertSame(2147483647, $settings->largestQuantity);
        self::assertTrue($settings->acceptOrders);
        self::assertSame('10', $settings->defaultBuffer);
        self::assertFalse($settings->previewOnly);
    }

    public function testWhatIsStoredIsUsed(): void
    {
        $settings = Settings::from([
            'cron_interval' => ' 600 ',
            'cart_deadline' => '0.5',
            'largest_quantity' => '25',
            'accept_orders' => '',
            'default_buffer' => '7.5 %',
            'preview_only' => 'on',
        ]);

        self::assertSame(600, $settings->cronInterval);
        self::assertSame(0.5, $settings->cartDeadline);
        self::assertSame(25, $settings->largestQuantity);
        self::assertFalse($settings->acceptOrders);
        self::assertSame('7.5 %', $settings->defaultBuffer);
        self::assertTrue($settings->previewOnly);
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
    public function testWhatCannotBeUsedHasItsDefault(mixed $value): void
    {
        $settings = Settings::from([
            'cron_interval' => $value,
            'cart_deadline' => $value,
            'largest_quantity' => $value,
        ]);

        self::assertSame(7200, $settings->cronInterval);
        self::assertSame(1.5, $settings->cartDeadline);
        self::assertSame(2147483647, $settings->largestQuantity, 'a limit of 0 would take everything off sale');
    }

    /**
     * @testWith ["cron_interval", "soon", "7200"]
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
    public function testWhatIsNotUsedAsItIsStoredIsNamedWithWhatIsUsedInstead(string $name, string $stored, string $used): void
    {
        self::assertSame([$name => $used], Settings::from([$name => $stored])->unusable);
    }

    /**
     * @testWith ["cron_interval", " 600 "]
     *     ["cart_deadline", "2.50"]
     *     ["cart_deadline", "2"]
     *     ["largest_quantity", ""]
     *     ["default_buffer", "7.5 %"]
     *     ["default_buffer", "100"]
     */
    public function testWhatIsUsedAsItIsStoredIsNoComplaint(string $name, string $stored): void
    {
        self::assertSame([], Settings::from([$name => $stored])->unusable);
    }

    public function testEveryFieldHasANameATypeAndADescription(): void
    {
        foreach (Settings::fields() as $key => $field) {
            self::assertMatchesRegularExpression('/^[a-z_]+$/', $key);
            self::assertArrayHasKey('FriendlyName', $field);
            self::assertContains($field['Type'], ['text', 'yesno', 'dropdown', 'radio', 'textarea']);
            self::assertArrayHasKey('Default', $field);
            self::assertNotEmpty($field['Description']);
        }
    }

    public function testTheFieldsShowTheDefaultsThatHold(): void
    {
        $shown = array_map(static fn (array $field): string => $field['Default'], Settings::fields());

        self::assertEquals(Settings::from([]), Settings::from($shown));
        self::assertSame([], Settings::from($shown)->unusable);
    }
}
