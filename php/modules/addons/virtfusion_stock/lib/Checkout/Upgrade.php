<?php

/*
 * An upgrade of a service: what it takes more than before has to fit on the hypervisor that its server is on, without the buffer, which
 * is there for growth. Addresses, and a disk of another storage type, are not looked at.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Checkout;

use VirtFusionDirect\StockControl;
use WHMCS\Module\Addon\VirtfusionStock\Order\Sizing;
use WHMCS\Module\Addon\VirtfusionStock\Shop\HostModule;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Product;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\OnOrder;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

/**
 * @phpstan-import-type Hold from Sizing
 * @phpstan-import-type Report from StockControl
 * @phpstan-import-type HypervisorReport from StockControl
 */
final class Upgrade
{
    /** Key of a hold and of a package => key of a hypervisor's level. */
    private const SIZES = ['memory' => 'memory', 'cpuCores' => 'cpu', 'primaryStorage' => 'storage'];

    private ?string $trouble = null;

    /**
     * @param Hold $before
     * @param Hold $after
     */
    private function __construct(
        private Product $from,
        private int $hypervisor,
        private array $before,
        private array $after,
    ) {
    }

    /**
     * @param mixed $service its id
     * @param mixed $target id of the product that it becomes; none: the same with other options
     * @param array<array-key, mixed> $options as they were sent
     * @return self|null null if it is not for this check, or its hypervisor is not known
     */
    public static function read(Shop $shop, mixed $service, mixed $target, array $options): ?self
    {
        $id = is_numeric($service) ? (int) $service : 0;
        $row = $shop->database->table('tblhosting')->where('id', $id)->first(['packageid']);
        if ($row === null) {
            return null;
        }
        $from = (int) $row->packageid;
        $to = is_numeric($target) && (int) $target > 0 ? (int) $target : $from;
        $products = $shop->products()->among([$from, $to]);
        if (!isset($products[$from], $products[$to]) || !$products[$to]->isControlled) {
            return null;
        }
        $hypervisor = self::hypervisor($shop, $id);
        if ($hypervisor === null) {
            return null;
        }
        $labels = $shop->hostModule()->labels();
        $current = self::current($shop, $id);
        $before = new Line(1, $products[$from], 1, $labels, Cart::chosen($products[$from], $labels, $current));
        $after = new Line(1, $products[$to], 1, $labels, Cart::chosen($products[$to], $labels, $options + $current));

        return new self($products[$from], $hypervisor, $before->size, $after->size);
    }

    /** Why it was not checked; null if it was. */
    public function trouble(): ?string
    {
        return $this->trouble;
    }

    /** @return bool|null null if it is not known */
    public function fits(Shop $shop): ?bool
    {
        $panel = $shop->panels()->for($this->from);
        if ($panel === null) {
            return $this->notKnown('no panel answers for it');
        }
        $budget = new Budget($shop->clock);
        $onOrder = OnOrder::read($shop, $shop->settings(), $shop->panels());
        if ($onOrder->error !== null) {
            return $this->notKnown("the open orders cannot be read: {$onOrder->error}");
        }
        $control = new StockControl($panel->module());
        $holds = $onOrder->holds->of($panel->id);
        $rows = [self::row(1, $this->before), self::row(2, ['group' => $this->before['group']] + $this->after)];
        $reports = $control->explain($rows, $budget->left() + 0.001, $holds, $onOrder->since);
        $more = $this->more($reports[1] ?? null, $reports[2] ?? null);
        if ($more === null) {
            return $this->notKnown((string) $panel->module()->lastError());
        }
        $rows = [self::row(1, $more + $this->before)];
        $report = $control->explain($rows, $budget->left() + 0.001, $holds, $onOrder->since)[1] ?? null;

        return $this->holds(self::place($report, $this->hypervisor), $more);
    }

    /**
     * @param Report|null $before
     * @param Report|null $after
     * @return array<string, int>|null what is taken more, by key of a size; null if a package is not known
     */
    private function more(?array $before, ?array $after): ?array
    {
        $old = $before['package'] ?? null;
        $new = $after['package'] ?? null;
        if ($old === null || $new === null) {
            return null;
        }
        $isSameType = $old['primaryStorageProfile'] === $new['primaryStorageProfile'];
        $more = [];
        foreach (array_keys(self::SIZES) as $key) {
            $isCounted = $key !== 'primaryStorage' || $isSameType;
            $more[$key] = $isCounted ? max(0, $new[$key] - $old[$key]) : 0;
        }

        return $more;
    }

    /**
     * @param HypervisorReport|null $place
     * @param array<string, int> $more
     */
    private function holds(?array $place, array $more): ?bool
    {
        if ($place === null) {
            return null;
        }
        foreach (self::SIZES as $key => $level) {
            $of = $place['levels'][$level] ?? null;
            if ($more[$key] > 0 && $of !== null && $of['max'] > 0 && $of['usable'] < $more[$key]) {
                return false;
            }
        }

        return true;
    }

    /**
     * @param Report|null $report
     * @return HypervisorReport|null null if the group is not known, or the hypervisor is not in it
     */
    private static function place(?array $report, int $hypervisor): ?array
    {
        foreach ($report['groups'] ?? [] as $group) {
            foreach ($group['hypervisors'] as $place) {
                if ($place['id'] === $hypervisor) {
                    return $place;
                }
            }
        }

        return null;
    }

    /**
     * @param array<string, int|null> $size
     * @return array{id: int, configoption1: int|null, configoption2: int|null, configoption3: int, configoption7: int,
     *     size: array<string, int>} a product's row without a buffer
     */
    private static function row(int $id, array $size): array
    {
        $keys = array_flip(['memory', 'cpuCores', 'primaryStorage', 'primaryStorageProfile']);

        return [
            'id' => $id,
            'configoption1' => $size['group'] ?? null,
            'configoption2' => $size['package'] ?? null,
            'configoption3' => 0,
            'configoption7' => 0,
            'size' => array_filter(array_intersect_key($size, $keys), 'is_int'),
        ];
    }

    /** @return array<int, int> what the service's options are, as a cart has them: option id => sub-option or number */
    private static function current(Shop $shop, int $service): array
    {
        $query = $shop->database->table('tblhostingconfigoptions as chosen')
            ->join('tblproductconfigoptions as opt', 'opt.id', '=', 'chosen.configid')
            ->where('chosen.relid', $service);
        $current = [];
        foreach ($shop->database->rows($query, ['opt.id', 'opt.optiontype', 'chosen.optionid', 'chosen.qty']) as $row) {
            $isCounted = in_array((int) $row->optiontype, [3, 4], true);
            $current[(int) $row->id] = (int) ($isCounted ? $row->qty : $row->optionid);
        }

        return $current;
    }

    /** @return int|null the hypervisor that the server is on, as the panel said when it was created */
    private static function hypervisor(Shop $shop, int $service): ?int
    {
        if (!$shop->database->hasTable(HostModule::SERVERS)) {
            return null;
        }
        $json = $shop->database->table(HostModule::SERVERS)->where('service_id', $service)->value('server_object');
        $server = is_string($json) ? json_decode($json, true) : null;
        $data = is_array($server) && is_array($server['data'] ?? null) ? $server['data'] : [];
        $id = $data['hypervisorId'] ?? (is_array($data['hypervisor'] ?? null) ? $data['hypervisor']['id'] ?? null : null);

        return is_numeric($id) && (int) $id > 0 ? (int) $id : null;
    }

    private function notKnown(string $why): ?bool
    {
        $this->trouble = $why === '' ? 'the package is not known' : $why;

        return null;
    }
}
