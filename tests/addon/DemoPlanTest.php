<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use PHPUnit\Framework\TestCase;
use WhmcsStandIn\Demo\Stage;

final class DemoPlanTest extends TestCase
{
    public function testTheReadmeShowsThePlanOfTheDemosShopAsItPrints(): void
    {
        foreach (['Panel', 'Row', 'Scenario', 'Signals', 'Stage'] as $class) {
            require_once dirname(__DIR__) . "/whmcs/demo/{$class}.php";
        }
        $stage = new Stage(Workshop::extension());
        $stage->set(Workshop::panel());
        $before = $stage->quantities();

        [$output, $errors, $code] = $stage->command('plan');

        self::assertSame([1, ''], [$code, $errors]);
        self::assertSame($before, $stage->quantities());
        self::assertSame([], $stage->ledger());
        $readme = (string) file_get_contents(dirname(__DIR__, 2) . '/README.md');
        self::assertStringContainsString("```\n\$ bin/stock plan\n{$output}```\n", $readme);
    }
}
