<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use PHPUnit\Framework\TestCase;
use WhmcsStandIn\Demo\Stage;
use WhmcsStandIn\Process;

final class DemoTest extends TestCase
{
    private const ROOT = __DIR__ . '/../../..';

    public function testTheDocumentedDemoTableMatchesItsOutput(): void
    {
        $command = ['env', '-u', 'COLUMNS', PHP_BINARY, '-d', 'extension=' . Workshop::extension(), self::ROOT . '/tests/doubles/whmcs/demo.php'];

        [$output, $errors, $code] = Process::start($command)->finish();

        self::assertSame([0, ''], [$code, $errors]);
        $parts = explode("\n\n", $output);
        self::assertStringStartsWith('A shop with ', array_shift($parts));
        self::assertStringStartsWith("Next\n", array_pop($parts));
        self::assertPageShows('quantity.md', implode("\n\n", $parts) . "\n");
    }

    public function testTheDocumentedPlanMatchesItsOutput(): void
    {
        foreach (['Panel', 'Row', 'Scenario', 'Signals', 'Stage'] as $class) {
            require_once self::ROOT . "/tests/doubles/whmcs/demo/{$class}.php";
        }
        $stage = new Stage(Workshop::extension());
        $stage->set(Workshop::panel());
        $before = $stage->quantities();

        [$output, $errors, $code] = $stage->command('plan');

        self::assertSame([1, ''], [$code, $errors]);
        self::assertSame($before, $stage->quantities());
        self::assertSame([], $stage->ledger());
        self::assertPageShows('command-line.md', "\$ bin/stock plan\n{$output}");
    }

    private static function assertPageShows(string $page, string $output): void
    {
        self::assertStringContainsString("```\n{$output}```\n", (string) file_get_contents(self::ROOT . "/docs/{$page}"));
    }
}
