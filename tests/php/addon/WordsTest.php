<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use PHPUnit\Framework\TestCase;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

/** Amounts and groups as people read them. */
final class WordsTest extends TestCase
{
    /**
     * @testWith ["memory", 0, "0 MB"]
     *     ["memory", 512, "512 MB"]
     *     ["memory", 1023, "1,023 MB"]
     *     ["memory", 1024, "1 GB"]
     *     ["memory", 1536, "1.5 GB"]
     *     ["memory", 4095, "3.9 GB"]
     *     ["memory", 18022, "17.5 GB"]
     *     ["memory", 1048575, "1,023.9 GB"]
     *     ["memory", 1048576, "1 TB"]
     *     ["storage", 20, "20 GB"]
     *     ["storage", 1000, "1,000 GB"]
     *     ["storage", 2000, "1.9 TB"]
     *     ["storage", 2048, "2 TB"]
     *     ["storage", 3000000, "2.8 PB"]
     *     ["cpu", 1, "1 core"]
     *     ["cpu", 1200, "1,200 cores"]
     *     ["servers", 1, "1 server"]
     *     ["servers", 0, "0 servers"]
     */
    public function testMemoryAndStorageAreShownInTheLargestUnitWithOneDecimalAtMostAndNeverRoundedUp(string $resource, int $n, string $text): void
    {
        self::assertSame($text, Words::of()->amount($resource, $n));
    }

    public function testTheLargestNumberIsAnAmountToo(): void
    {
        self::assertStringEndsWith(' PB', Words::of()->amount('memory', PHP_INT_MAX));
    }

    public function testAGroupIsShownByItsNameAndByItsNumberWithoutOne(): void
    {
        $words = Words::of()->withGroups([5 => 'fra1']);

        self::assertSame(['fra1 (group 5)', 'fra1 (group 5)'], [$words->group(5), $words->groupTitle(5)]);
        self::assertSame('group 7', Words::of()->withGroups([7 => 'Group 7'])->group(7));
        self::assertSame(['group 6', 'Group 6'], [$words->group(6), $words->groupTitle(6)]);
    }
}
