<?php

/*
 * The groups in which stock-controlled products can be placed, from the ledger's summaries, and the matrix of one of them from the
 * reports of its products. It asks no panel.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use WHMCS\Module\Addon\VirtfusionStock\Report\Report;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class GroupList
{
    /** @param list<GroupRow> $rows those that sell out first, first */
    private function __construct(private Shop $shop, public readonly array $rows)
    {
    }

    public static function load(Words $words, Shop $shop): self
    {
        $entries = $shop->ledger()->all();
        $largest = $shop->settings()->whole('largest_quantity');
        $members = [];
        foreach ($shop->products()->controlled() as $id => $product) {
            $line = ProductLine::of($words, $shop, $product, $entries[$id] ?? null);
            $summary = ($entries[$id] ?? null)?->summary;
            $groups = [];
            foreach ($summary === null ? [] : $summary->groups as $group) {
                $groups[$group->id] = $group;
            }
            foreach ($line->panel === null ? [] : $line->groups as $group) {
                $members[(int) $line->panel][$group][] = GroupProduct::of($line, $summary, $groups[$group] ?? null, $largest);
            }
        }
        $rows = [];
        foreach ($members as $panel => $groups) {
            $named = $shop->groupNames()->in($words, $panel);
            foreach ($groups as $id => $ofGroup) {
                $rows[] = self::row($shop, $panel, $id, $named->groupTitle($id), $ofGroup);
            }
        }
        usort($rows, static fn (GroupRow $one, GroupRow $two): int => $one->rank() <=> $two->rank());

        return new self($shop, $rows);
    }

    /** @return GroupRow|null the one with this key; else the first one without a fault; null if there are none */
    public function picked(string $key): ?GroupRow
    {
        $sound = null;
        foreach ($this->rows as $row) {
            if ($row->key() === $key) {
                return $row;
            }
            $sound ??= $row->isBroken() ? null : $row;
        }

        return $sound ?? $this->rows[0] ?? null;
    }

    /** Of those products of which it is known what fits in the group. */
    public function matrix(GroupRow $row): Matrix
    {
        $known = array_filter($row->products, static fn (GroupProduct $product): bool => $product->part !== null);
        $ids = array_map(static fn (GroupProduct $product): int => $product->line->id, array_values($known));
        $kept = array_slice($ids, 0, Matrix::most($row->group === null ? 1 : $row->group->counts->eligible));

        return Matrix::of($kept, $this->shop->ledger()->reportsOf($kept, $row->id), count($ids));
    }

    /** The report that a row's bars are from, with the part about that group; null if it is gone. */
    public function report(GroupRow $row): ?Report
    {
        $source = $row->source?->id;

        return $source === null ? null : $this->shop->ledger()->reportsOf([$source], $row->id)[$source] ?? null;
    }

    /** @param list<GroupProduct> $products */
    private static function row(Shop $shop, int $panel, int $id, string $title, array $products): GroupRow
    {
        $latest = null;
        $source = null;
        foreach ($products as $product) {
            $isNewer = $source === null || (int) $product->line->knownAt > (int) $source->knownAt;
            if ($isNewer && $product->group !== null && $product->group->totals !== []) {
                [$latest, $source] = [$product->group, $product->line];
            }
        }
        usort($products, static fn (GroupProduct $one, GroupProduct $two): int => [$one->line->quantity, $one->line->id]
            <=> [$two->line->quantity, $two->line->id]);

        return new GroupRow($shop->panels()->all()[$panel], $id, $title, $latest, $source, $products);
    }
}
