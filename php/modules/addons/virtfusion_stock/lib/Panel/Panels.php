<?php

/*
 * Chooses the panel of a product: the first enabled VirtFusion server of its server group, the default server first and then by id;
 * without a group, the first enabled one. A disabled server is never chosen.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Panel;

use WHMCS\Module\Addon\VirtfusionStock\Shop\Database;
use WHMCS\Module\Addon\VirtfusionStock\Shop\HostModule;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Product;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Panels
{
    /** Columns that of() reads. */
    private const COLUMNS = [
        'tblservers.id as server_id', 'tblservers.name as server_name', 'tblservers.hostname', 'tblservers.password',
        'tblservers.active', 'tblservers.disabled', 'member.groupid',
    ];

    /** Joins every VirtFusion server to a product in CartSnapshot; the server's group is the product's, or null. */
    public const SNAPSHOT_JOIN = " LEFT JOIN tblservers ON tblservers.type = '" . HostModule::TYPE . "'"
        . ' LEFT JOIN tblservergroupsrel member ON member.serverid = tblservers.id AND member.groupid = tblproducts.servergroup';

    /**
     * @param array<int, Panel> $all by id, in the order of preference
     * @param array<int, list<int>> $byGroup panel ids by server group, in the order of preference
     */
    private function __construct(private array $all, private array $byGroup)
    {
    }

    public static function load(Database $database): self
    {
        $query = $database->table('tblservers')
            ->leftJoin('tblservergroupsrel as member', 'member.serverid', '=', 'tblservers.id')
            ->where('tblservers.type', HostModule::TYPE);

        return self::of($database->rows($query, self::COLUMNS));
    }

    public static function snapshotColumns(): string
    {
        return implode(', ', self::COLUMNS);
    }

    /** @param list<object> $rows with COLUMNS: servers, each once for every server group that it is in; further copies are ignored */
    public static function of(array $rows): self
    {
        $isSet = static fn (mixed $flag): bool => !in_array((string) $flag, ['', '0', 'off'], true);
        $servers = [];
        foreach ($rows as $row) {
            if ($row->server_id !== null && !$isSet($row->disabled)) {
                $servers["{$row->server_id}/{$row->groupid}"] ??= $row;
            }
        }
        usort($servers, static fn (object $a, object $b): int => [$isSet($b->active), (int) $a->server_id]
            <=> [$isSet($a->active), (int) $b->server_id]);
        $all = [];
        $byGroup = [];
        foreach ($servers as $row) {
            $id = (int) $row->server_id;
            $all[$id] ??= new Panel($id, (string) $row->server_name, (string) $row->hostname, new Password((string) $row->password));
            if ($row->groupid !== null) {
                $byGroup[(int) $row->groupid][] = $id;
            }
        }

        return new self($all, $byGroup);
    }

    /** @return Panel|null null if no enabled server can provision it */
    public function for(Product $product): ?Panel
    {
        return $this->ofGroup($product->serverGroup);
    }

    /**
     * @param int $group of servers, 0 for none
     * @return Panel|null null if no enabled server can provision its products
     */
    public function ofGroup(int $group): ?Panel
    {
        $id = $group > 0 ? ($this->byGroup[$group][0] ?? null) : array_key_first($this->all);

        return $id === null ? null : $this->all[$id];
    }

    /** @return array<int, Panel> every enabled one by id, the default first */
    public function all(): array
    {
        return $this->all;
    }
}
