<?php

/*
 * Removes what the history does not keep. Every row stays for 90 days, then the last one of each day (UTC) until two years, and the latest
 * row of a product for as long as the product exists. One run does bounded work; what it leaves, the runs of the next days do.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\History;

use Illuminate\Database\Query\Builder;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Clock;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Database;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Moment;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Tables;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Thinning
{
    private const DAY = 86400;

    /** Days for which the last row of a day is kept. */
    private const YEARS = 730;

    /** The most products that one run looks at: each costs a query. */
    private const PRODUCTS = 500;

    /** The most days of a product in one statement. */
    private const DAYS_AT_ONCE = 50;

    /** @param int $most rows that one run removes; it may end beyond that by the rows of one statement */
    public function __construct(
        private Database $database,
        private History $history,
        private Clock $clock,
        private int $most = 200_000,
    ) {
    }

    /** @return int the rows that were removed */
    public function run(): int
    {
        $now = $this->clock->now();
        $dense = self::midnight($now - History::DAYS * self::DAY);
        $oldest = self::midnight($now - self::YEARS * self::DAY);
        $removed = 0;
        foreach ($this->turn($now, $dense) as $product => $latest) {
            while ($removed < $this->most) {
                $days = $this->surplus($product, $latest, $dense, $oldest);
                $removed += $this->remove($product, $latest, $oldest, $days);
                if (count($days) < self::DAYS_AT_ONCE) {
                    break;
                }
            }
        }

        return $removed;
    }

    /**
     * The products of this run that have rows to remove. Each day begins with another one.
     *
     * @return array<int, string|null> the time of the latest row by product id; null if the product does not exist any more
     */
    private function turn(int $now, string $dense): array
    {
        $extents = $this->history->extents();
        $exist = $this->database->table('tblproducts')->pluck('id', 'id')->all();
        $turn = [];
        foreach ($extents as $product => $extent) {
            $isThere = isset($exist[$product]);
            if (!$isThere || ($extent['earliest'] < $dense && $extent['earliest'] !== $extent['latest'])) {
                $turn[$product] = $isThere ? $extent['latest'] : null;
            }
        }
        $start = $turn === [] ? 0 : intdiv($now, self::DAY) * self::PRODUCTS % count($turn);

        return array_slice(array_slice($turn, $start, null, true) + $turn, 0, self::PRODUCTS, true);
    }

    /**
     * Days of a product with a row that is to be removed.
     *
     * @return list<object> the times of the first and the last row of each
     */
    private function surplus(int $product, ?string $latest, string $dense, string $oldest): array
    {
        $day = $this->database->connection()->raw('DATE(at)');
        $query = $this->rows($product)->groupBy([$day])->limit(self::DAYS_AT_ONCE);
        if ($latest !== null) {
            $query->where('at', '<', $dense)->havingRaw('COUNT(*) > 1 OR (MAX(at) < ? AND MAX(at) <> ?)', [$oldest, $latest]);
        }

        return $this->database->rows($query, ['MIN(at) AS earliest', 'MAX(at) AS latest']);
    }

    /**
     * @param list<object> $days of surplus()
     * @return int the rows that were removed
     */
    private function remove(int $product, ?string $latest, string $oldest, array $days): int
    {
        if ($days === []) {
            return 0;
        }

        return $this->rows($product)->where(static function (Builder $query) use ($latest, $oldest, $days): void {
            foreach ($days as $day) {
                $last = (string) $day->latest;
                $isExpired = $latest === null || ($last < $oldest && $last !== $latest);
                $query->orWhere(static function (Builder $query) use ($day, $last, $isExpired): void {
                    $query->where('at', '>=', (string) $day->earliest)->where('at', $isExpired ? '<=' : '<', $last);
                });
            }
        })->delete();
    }

    private function rows(int $product): Builder
    {
        return $this->database->table(Tables::HISTORY)->where('product_id', $product);
    }

    /** The beginning of the day, in UTC. */
    private static function midnight(int $seconds): string
    {
        return Moment::text($seconds - $seconds % self::DAY);
    }
}
