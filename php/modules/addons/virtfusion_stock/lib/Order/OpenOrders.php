<?php

/*
 * Reads which services are sold and not built yet, from WHMCS's own rows: two queries, however many orders there are. Nothing is stored:
 * a hold ends with its server, its cancellation or its time.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Order;

use Illuminate\Database\Query\Builder;
use Illuminate\Database\QueryException;
use WHMCS\Module\Addon\VirtfusionStock\Panel\Panels;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Clock;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Database;
use WHMCS\Module\Addon\VirtfusionStock\Shop\HostModule;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Moment;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Settings;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class OpenOrders
{
    private const COLUMNS = [
        'service.id', 'service.orderid', 'service.regdate', 'placed.id as placed', 'placed.date', 'placed.invoiceid',
        'invoice.id as invoice', 'invoice.status as invoice_status', 'product.id as product', 'product.name',
        'product.servertype', 'product.servergroup', 'product.configoption1', 'product.configoption2', 'product.configoption3',
    ];

    /** Seconds by which local times may differ when the clocks change. PHP compares exactly; the query only leaves out what is old. */
    private const CLOCK_CHANGE = 7200;

    /** A date before this one is no date: MySQL's zero date cannot be named in a query on a strict server. */
    private const FIRST_DATE = '1971-01-01';

    public function __construct(private Database $database, private HostModule $hostModule, private Clock $clock)
    {
    }

    /** @param Settings $settings hold_paid and hold_unpaid count */
    public function read(Settings $settings, Panels $panels): Holds
    {
        $term = Term::of($settings);
        $services = [];
        $built = [];
        foreach ($this->services($this->clock->now() - $term->longest() - self::CLOCK_CHANGE) as $row) {
            $id = (int) $row->id;
            $isOurs = strcasecmp((string) $row->servertype, HostModule::TYPE) === 0;
            if ($isOurs && $this->end($row, $term) > $this->clock->now()) {
                $services[$id] = $row;
                $built += (int) $row->server > 0 ? [$id => $id] : [];
            }
        }
        $open = array_diff_key($services, $built);
        ksort($open);
        $chosen = $this->chosen(array_keys($open));
        $sizing = new Sizing($this->hostModule->labels());
        $holds = [];
        foreach ($open as $id => $row) {
            $holds[] = new Hold(
                $id,
                (int) $row->orderid,
                (int) $row->product,
                (string) $row->name,
                $panels->ofGroup((int) $row->servergroup)?->id,
                self::orderedAt($row),
                self::isPaid($row),
                $this->end($row, $term),
                $sizing->hold($id, get_object_vars($row), $chosen[$id] ?? []),
            );
        }

        return new Holds($holds, array_values($built));
    }

    /** @return list<object> with COLUMNS, and `server`, which is above 0 for one that has been built */
    private function services(int $since): array
    {
        try {
            $query = $this->pending($since)->leftJoin(HostModule::SERVERS . ' as built', 'built.service_id', '=', 'service.id');

            return $this->database->rows($query, [...self::COLUMNS, 'built.server_id as server']);
        } catch (QueryException $failure) {
            if ($this->database->hasTable(HostModule::SERVERS)) {
                throw $failure;
            }
        }

        // The host module creates its table with its first server: nothing is built.
        return array_map(
            static fn (object $row): object => (object) (get_object_vars($row) + ['server' => 0]),
            $this->database->rows($this->pending($since), self::COLUMNS),
        );
    }

    /**
     * Every join is an outer one, so that the database begins with the pending services, whose status has an index. Other modules'
     * services are left out in PHP.
     *
     * @param int $since orders before it are left out
     */
    private function pending(int $since): Builder
    {
        $oldest = Moment::localText($since);

        return $this->database->table('tblhosting as service')
            ->leftJoin('tblorders as placed', 'placed.id', '=', 'service.orderid')
            ->leftJoin('tblinvoices as invoice', 'invoice.id', '=', 'placed.invoiceid')
            ->leftJoin('tblproducts as product', 'product.id', '=', 'service.packageid')
            ->where('service.domainstatus', 'Pending')
            ->where(static function (Builder $query) use ($oldest): void {
                $query->where('placed.date', '>', $oldest)->orWhere(static function (Builder $query) use ($oldest): void {
                    $query->where(static function (Builder $query): void {
                        $query->whereNull('placed.date')->orWhere('placed.date', '<', self::FIRST_DATE);
                    })->where('service.regdate', '>=', substr($oldest, 0, 10));
                });
            });
    }

    /**
     * @param list<int> $services
     * @return array<int, array<string, string>> value by the option's label, by service
     */
    private function chosen(array $services): array
    {
        if ($services === []) {
            return [];
        }
        $query = $this->database->table('tblhostingconfigoptions as chosen')
            ->join('tblproductconfigoptions as opt', 'opt.id', '=', 'chosen.configid')
            ->leftJoin('tblproductconfigoptionssub as sub', 'sub.id', '=', 'chosen.optionid')
            ->whereIntegerInRaw('chosen.relid', $services)
            ->orderBy('chosen.configid');
        $columns = ['chosen.relid', 'chosen.qty', 'opt.optionname', 'opt.optiontype', 'sub.optionname as choice'];
        $chosen = [];
        foreach ($this->database->rows($query, $columns) as $row) {
            $choice = $row->choice === null ? null : (string) $row->choice;
            $label = Sizing::label((string) $row->optionname);
            $chosen[(int) $row->relid][$label] = Sizing::chosen($row->optiontype, $choice, $row->qty);
        }

        return $chosen;
    }

    private function end(object $row, Term $term): int
    {
        return $term->end(self::orderedAt($row), self::isPaid($row));
    }

    /** The order's date, in PHP's time zone, in which WHMCS writes it; without one the day on which the service was registered. */
    private static function orderedAt(object $row): int
    {
        $date = (string) $row->date;

        return Moment::localSeconds($date < self::FIRST_DATE ? (string) $row->regdate : $date) ?? 0;
    }

    /** An order without an invoice is paid; a service without an order is not. */
    private static function isPaid(object $row): bool
    {
        return $row->placed !== null && ($row->invoice === null || (string) $row->invoice_status === 'Paid');
    }
}
