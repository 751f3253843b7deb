<?php

/*
 * Which panel answers for a product: the first enabled VirtFusion server of its server group, the default
 * server first and then by id; without a group, the first enabled one. A disabled server is never chosen.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Panel;

use WHMCS\Database\Capsule;
use WHMCS\Module\Addon\VirtfusionStock\Exchange;
use WHMCS\Module\Addon\VirtfusionStock\HostModule;
use WHMCS\Module\Addon\VirtfusionStock\Product;

final class Panels
{
    /**
     * @param array<int, Panel> $all in the order of preference
     * @param array<int, list<int>> $byGroup server group => panel ids in the order of preference
     */
    private function __construct(private array $all, private array $byGroup)
    {
    }

    public static function load(): self
    {
        $query = Capsule::table('tblservers')
            ->leftJoin('tblservergroupsrel as member', 'member.serverid', '=', 'tblservers.id')
            ->where('tblservers.type', HostModule::TYPE);
        /** @var list<object> $rows */
        $rows = Exchange::once(static fn (): array => $query->get([
            'tblservers.id', 'tblservers.name', 'tblservers.hostname', 'tblservers.password', 'tblservers.active',
            'tblservers.disabled', 'member.groupid',
        ])->all());

        return self::of($rows);
    }

    /** @param list<object> $rows servers of the host module as load() reads them, once for each server group that they are in */
    public static function of(array $rows): self
    {
        $isSet = static fn (mixed $flag): bool => !in_array((string) $flag, ['', '0', 'off'], true);
        $rows = array_filter($rows, static fn (object $row): bool => !$isSet($row->disabled));
        usort($rows, static fn (object $a, object $b): int => [$isSet($b->active), (int) $a->id]
            <=> [$isSet($a->active), (int) $b->id]);
        $all = [];
        $byGroup = [];
        foreach ($rows as $row) {
            $id = (int) $row->id;
            $all[$id] ??= new Panel($id, (string) $row->name, (string) $row->hostname, (string) $row->password);
            if ($row->groupid !== null) {
                $byGroup[(int) $row->groupid][] = $id;
            }
        }

        return new self($all, $byGroup);
    }

    /** @return Panel|null null when there is no enabled server for it */
    public function for(Product $product): ?Panel
    {
        $group = $product->serverGroup;
        $id = $group > 0 ? ($this->byGroup[$group][0] ?? null) : array_key_first($this->all);

        return $id === null ? null : $this->all[$id];
    }

    /** @return array<int, Panel> every enabled one, by id, the default first */
    public function all(): array
    {
        return $this->all;
    }
}
