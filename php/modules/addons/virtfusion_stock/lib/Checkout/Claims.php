<?php

/*
 * What carts that are being paid have been promised: one row of mod_virtfusion_stock_claim for each session, which ends by itself. A
 * claim counts in the check of other carts and nowhere else. Once its order has rows of its own, these hold in its place.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Checkout;

use WHMCS\Module\Addon\VirtfusionStock\Order\Holds;
use WHMCS\Module\Addon\VirtfusionStock\Order\Sizing;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Clock;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Database;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Moment;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Tables;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

/** @phpstan-import-type Hold from Sizing */
final class Claims
{
    /** Seconds from one try to pay to the next. */
    private const SECONDS = 120;

    /** Ids of claimed holds: above those of services. */
    private const IDS = 1 << 51;

    /** What a hold is made of, in the order in which it is stored. */
    private const PARTS = ['package', 'group', 'ipv4', 'memory', 'cpuCores', 'primaryStorage', 'primaryStorageProfile'];

    public function __construct(private Database $database, private Tables $tables, private Clock $clock)
    {
    }

    /**
     * The claims of other sessions. They are read before the open orders: a claim that becomes an order in between is in both.
     *
     * @param string $session a hash; blank: there is no session, and every claim is another's
     * @return list<object>
     */
    public function others(string $session): array
    {
        return $this->tables->repaired(fn (): array => $this->database->rows(
            $this->database->table(Tables::CLAIMS)
                ->where('session', '<>', $session)
                ->where('until', '>', Moment::text($this->clock->now()))
                ->orderBy('until')->orderBy('session'),
            ['holds', 'last_service'],
        ));
    }

    /**
     * What claims hold beside the open orders.
     *
     * @param list<object> $rows others()
     * @param Holds $open the open orders: a claim whose order is among them does not count twice
     * @return array<int, list<Hold>> by panel
     */
    public static function beside(array $rows, Holds $open): array
    {
        $orders = $rows === [] ? [] : self::byKind($open);
        $holds = [];
        $count = 0;
        foreach ($rows as $row) {
            foreach (self::decoded($row->holds) as [$panel, $hold]) {
                if (!self::isOrdered($orders, $panel, $hold, (int) $row->last_service)) {
                    $holds[$panel][] = ['id' => self::IDS + $count++] + $hold;
                }
            }
        }

        return $holds;
    }

    /**
     * Puts a cart's claim in place of the session's last one.
     *
     * @param list<array{int, Hold}> $holds panel and hold of each server
     */
    public function put(string $session, array $holds): void
    {
        $stored = [];
        foreach ($holds as [$panel, $hold]) {
            $stored[] = [$panel, ...array_map(static fn (string $part): ?int => $hold[$part] ?? null, self::PARTS)];
        }
        $now = $this->clock->now();
        $this->database->table(Tables::CLAIMS)->where('until', '<=', Moment::text($now))->delete();
        $connection = $this->database->connection();
        $grammar = $connection->getQueryGrammar();
        $columns = implode(', ', array_map([$grammar, 'wrap'], ['session', 'holds', 'until', 'last_service']));
        $connection->statement(
            'REPLACE INTO ' . $grammar->wrapTable(Tables::CLAIMS) . " ({$columns})"
                . ' VALUES (?, ?, ?, (SELECT COALESCE(MAX(id), 0) FROM tblhosting))',
            [$session, (string) json_encode($stored), Moment::text($now + self::SECONDS)],
        );
    }

    public function drop(string $session): void
    {
        $this->tables->repaired(fn (): int => $this->database->table(Tables::CLAIMS)->where('session', $session)->delete());
    }

    /**
     * Sets a mark beside the claims, for what has to happen once although the extension with its limits is missing.
     *
     * @return bool true once per name and period
     */
    public function once(string $name, int $seconds): bool
    {
        return $this->tables->repaired(function () use ($name, $seconds): bool {
            $now = $this->clock->now();
            $row = ['session' => "once:{$name}", 'until' => Moment::text($now + $seconds)];
            $table = fn () => $this->database->table(Tables::CLAIMS);
            $table()->where('session', $row['session'])->where('until', '<=', Moment::text($now))->delete();

            return $table()->insertOrIgnore($row) > 0;
        });
    }

    /** @return array<string, list<int>> services by what they take, ascending */
    private static function byKind(Holds $open): array
    {
        $services = [];
        foreach ($open->all as $hold) {
            $services[self::kind((int) $hold->panel, $hold->size)][] = $hold->service;
        }

        return $services;
    }

    /**
     * Whether the claimed server has become an order: one of the same size that is newer than the claim. Each order counts for one claim.
     *
     * @param array<string, list<int>> $orders
     * @param Hold $hold
     */
    private static function isOrdered(array &$orders, int $panel, array $hold, int $lastService): bool
    {
        $kind = self::kind($panel, $hold);
        foreach ($orders[$kind] ?? [] as $n => $service) {
            if ($service > $lastService) {
                unset($orders[$kind][$n]);

                return true;
            }
        }

        return false;
    }

    /** @param Hold $hold */
    private static function kind(int $panel, array $hold): string
    {
        return (string) json_encode([$panel, ...array_map(static fn (string $part): ?int => $hold[$part] ?? null, self::PARTS)]);
    }

    /** @return list<array{int, Hold}> panel and hold, whose id is 1; what is not one is passed over */
    private static function decoded(mixed $json): array
    {
        $stored = is_string($json) ? json_decode($json, true) : null;
        $holds = [];
        foreach (is_array($stored) ? $stored : [] as $values) {
            if (!is_array($values) || count($values) !== count(self::PARTS) + 1 || !array_is_list($values)) {
                continue;
            }
            $numbers = array_map(static fn (mixed $value): ?int => is_int($value) ? $value : null, $values);
            [$panel, $package, $group, $ipv4, $memory, $cores, $storage, $type] = $numbers;
            if ($panel !== null) {
                $holds[] = [$panel, [
                    'id' => 1,
                    'package' => $package,
                    'group' => $group,
                    'ipv4' => $ipv4 ?? 0,
                    'memory' => $memory,
                    'cpuCores' => $cores,
                    'primaryStorage' => $storage,
                    'primaryStorageProfile' => $type,
                ]];
            }
        }

        return $holds;
    }
}
