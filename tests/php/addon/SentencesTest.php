<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use PHPUnit\Framework\TestCase;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

final class SentencesTest extends TestCase
{
    private const SOURCE = __DIR__ . '/../../../';
    private const ADDON = self::SOURCE . 'php/modules/addons/virtfusion_stock/';

    /** Prefixes of keys that end in the name of a reason, a resource, a unit of time and so on. */
    private const FAMILIES = [
        'reason', 'group', 'skipped', 'limited', 'cause', 'bar', 'short', 'legend', 'resource', 'unit', 'state', 'phase', 'what_if',
        'age', 'duration', 'show', 'order_size', 'lock', 'chart', 'sell_out', 'alert', 'open',
    ];

    /** @return array<string, array{0: string, 1: string, 2: int}> file, pattern around the names, least number */
    public static function sources(): array
    {
        return [
            'reason' => ['src/sweep/quantity.rs', '/impl Reason \{.*?match self \{(.*?)\n        \}/s', 8],
            'group' => ['src/border/array.rs', '/match line\.reason \{(\s+GroupReason.*?)\n        \}/s', 4],
            'skipped' => ['src/border/array.rs', '/let skipped = match line\.standing \{(.*?)\n    \};/s', 3],
            'limited' => ['src/border/array.rs', '/match limit \{(\s+Limit::.*?)\n        \}/s', 4],
            'limited group' => ['src/border/array.rs', '/match limit \{(\s+GroupLimit::.*?)\n        \}/s', 2],
            'cause' => ['src/failure/mod.rs', '/pub fn kind\(&self\).*?match self \{(.*?)\n        \}/s', 15],
        ];
    }

    /** @dataProvider sources */
    public function testEveryReasonOfTheExtensionHasASentenceAndAdvice(string $file, string $around, int $least): void
    {
        $key = explode(' ', (string) $this->dataName())[0];
        $names = self::names($file, $around);

        self::assertGreaterThanOrEqual($least, count($names));
        self::assertHasSentences($key, $names);
    }

    public function testEveryReasonOfTheAddonHasASentenceAndAdvice(): void
    {
        $names = [];
        foreach (glob(self::ADDON . 'lib/*/*.php') ?: [] as $file) {
            preg_match_all(
                "/(?:Reading::unknown\(\\\$product|self::unknown\(\\\$products|self::make\(\\\$words), '([a-z_]+)'|\?\? '(no_[a-z]+)'/",
                (string) file_get_contents($file),
                $found,
            );
            array_push($names, ...array_filter($found[1]), ...array_filter($found[2]));
        }

        $reasons = ['holds_unreadable', 'no_panel', 'panel_unusable', 'failed', 'no_report', 'no_reading'];
        self::assertEqualsCanonicalizing($reasons, array_unique($names));
        self::assertHasSentences('reason', $names);
    }

    public function testEverySentenceIsDefinedAndUsed(): void
    {
        $sources = '';
        foreach ([...glob(self::ADDON . 'lib/*.php'), ...glob(self::ADDON . 'lib/*/*.php'), ...glob(self::ADDON . 'templates/*.php')] as $file) {
            // What these say is for customers, from lang/customers/: CustomerTextsTest.
            $isForCustomers = preg_match('~lib/(?:Checkout|Customer|Hooks)/~', $file) === 1;
            $sources .= $isForCustomers ? '' : file_get_contents($file);
        }
        $_ADDONLANG = [];
        require self::ADDON . 'lang/english.php';
        $words = Words::of();

        preg_match_all("/(?:say|find)\(\s*'([a-z0-9_]+)'/", $sources, $said);
        self::assertGreaterThan(100, count($said[1]));
        foreach ($said[1] as $key) {
            self::assertNotNull($words->find($key), "{$key} has no sentence");
        }
        preg_match_all("/count\(\s*'([a-z0-9_]+)'/", $sources, $counted);
        self::assertGreaterThan(10, count($counted[1]));
        foreach ($counted[1] as $key) {
            self::assertNotNull($words->find("{$key}_one") ?? $words->find("{$key}_many"), "{$key} has no sentences");
        }
        foreach (array_keys($_ADDONLANG) as $key) {
            $plain = (string) preg_replace('/_(one|many)$/', '', $key);
            $isOfFamily = preg_match('/^(' . implode('|', self::FAMILIES) . ')_/', $key) === 1;
            self::assertTrue(
                $isOfFamily || str_contains($sources, "'{$key}'") || str_contains($sources, "'{$plain}'"),
                "nothing says {$key}",
            );
        }
    }

    /** @return list<string> */
    private static function names(string $file, string $around): array
    {
        $source = (string) file_get_contents(self::SOURCE . $file);
        self::assertSame(1, preg_match($around, $source, $part), "the names are no longer found in {$file}");
        preg_match_all('/"([a-z0-9_]+)"/', $part[1], $names);

        return $names[1];
    }

    /** @param array<int, string> $names */
    private static function assertHasSentences(string $key, array $names): void
    {
        $words = Words::of();
        foreach ($names as $name) {
            foreach (["{$key}_{$name}", "{$key}_{$name}_advice"] as $sentence) {
                self::assertNotSame('', trim((string) $words->find($sentence)), "{$sentence} has no sentence");
            }
        }
    }
}
