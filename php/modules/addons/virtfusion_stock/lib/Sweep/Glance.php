<?php

/*
 * All that a cart page needs to see whether there is anything to do, in one exchange with the database: one product with its
 * locations and its row in the ledger, the settings, the servers, and whether a sweep is running. It takes no lock and writes
 * nothing.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use WHMCS\Database\Capsule;
use WHMCS\Module\Addon\VirtfusionStock\Exchange;
use WHMCS\Module\Addon\VirtfusionStock\HostModule;
use WHMCS\Module\Addon\VirtfusionStock\Ledger\Entry;
use WHMCS\Module\Addon\VirtfusionStock\Panel\Panels;
use WHMCS\Module\Addon\VirtfusionStock\Product;
use WHMCS\Module\Addon\VirtfusionStock\Products;
use WHMCS\Module\Addon\VirtfusionStock\Settings;
use WHMCS\Module\Addon\VirtfusionStock\Tables;

final class Glance
{
    /**
     * What follows the columns IS_FREE and of the settings. Written out and short: half of its time goes into reading it.
     * A server's group is the product's server group or null. Options may be the one of the locations; which one is,
     * Products tells.
     */
    private const QUERY = ' p.id, p.name, p.servergroup, p.qty, p.configoption1, p.configoption2, p.configoption3, p.configoption7,'
        . ' o.optionname AS label, o.hidden AS option_hidden,'
        . ' s.id AS sub, s.optionname AS location, s.hidden AS location_hidden, s.sortorder AS position,'
        . ' e.product_id, e.quantity, e.known_at, e.reason, e.failures, e.state,'
        . ' v.id AS server_id, v.name AS server_name, v.hostname, v.password, v.active, v.disabled, m.groupid'
        . ' FROM tblproducts p'
        . ' LEFT JOIN tblproductconfiglinks l ON l.pid = p.id'
        . ' LEFT JOIN tblproductconfigoptions o ON o.gid = l.gid AND INSTR(o.optionname, ?) > 0'
        . ' LEFT JOIN tblproductconfigoptionssub s ON s.configid = o.id'
        . ' LEFT JOIN ' . Tables::LEDGER . ' e ON e.product_id = p.id'
        . " LEFT JOIN tblservers v ON v.type = '" . HostModule::TYPE . "'"
        . ' LEFT JOIN tblservergroupsrel m ON m.serverid = v.id AND m.groupid = p.servergroup'
        . " WHERE p.id = ? AND p.servertype = '" . HostModule::TYPE . "' AND ";

    /**
     * @param Entry|null $entry of its row in the ledger, what Ledger::states() and holds() read
     * @param Settings $settings those of Settings::OF_A_REFRESH are the shop's
     */
    private function __construct(
        public readonly Product $product,
        public readonly ?Entry $entry,
        public readonly bool $isFree,
        public readonly Settings $settings,
        public readonly Panels $panels,
    ) {
    }

    /** @return self|null null when it is no stock-controlled product */
    public static function at(int $product): ?self
    {
        $label = HostModule::locationLabel();
        $rows = Tables::mended(static fn (): array => self::rows($product, $label));
        if ($rows === []) {
            return null;
        }
        $first = $rows[0];
        $columns = get_object_vars($first);
        $servers = [];
        foreach ($rows as $row) {
            if ($row->server_id !== null) {
                $named = ['id' => $row->server_id, 'name' => $row->server_name];
                $servers[$row->server_id] ??= (object) ($named + get_object_vars($row));
            }
        }
        $settings = array_intersect_key($columns, array_flip(Settings::OF_A_REFRESH));

        return new self(
            Product::of($first, Products::locationsOf($rows, $label)),
            $first->product_id === null ? null : Entry::of($first),
            !is_numeric($first->is_free) || (int) $first->is_free === 1,
            Settings::from(array_filter($settings, static fn (mixed $value): bool => $value !== null)),
            Panels::of(array_values($servers)),
        );
    }

    /** @return list<object> one for each location and server, at least one */
    private static function rows(int $product, string $label): array
    {
        $settings = '';
        foreach (Settings::OF_A_REFRESH as $name) {
            $settings .= ', (SELECT value FROM tbladdonmodules WHERE module = \'' . Settings::MODULE
                . "' AND setting = '{$name}' LIMIT 1) AS {$name}";
        }
        $query = 'SELECT ' . (Lock::freeExpression() ?? '1') . " AS is_free{$settings}," . self::QUERY
            . Products::isControlled('p.stockcontrol');

        $rows = Exchange::once(static fn (): array => Capsule::connection()->select($query, [$label, $product]));

        return array_values(array_filter($rows, 'is_object'));
    }
}
