<?php

/*
 * Accepts a pending order once every VirtFusion service in it is provisioned. Not before: WHMCS 9 stops provisioning an order's other
 * services once it has left Pending.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Hooks;

use RuntimeException;
use WHMCS\Module\Addon\VirtfusionStock\Shop\HostModule;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Orders
{
    /** Seconds in which an order is accepted by one process only. */
    private const PERIOD = 300;

    public function __construct(private Shop $shop)
    {
    }

    /**
     * @param array<array-key, mixed> $params of the service that was just created
     * @throws RuntimeException when WHMCS refuses to accept the order
     */
    public function acceptFor(array $params): void
    {
        $service = (int) ($params['serviceid'] ?? 0);
        if ($service < 1 || (int) ($params['addonId'] ?? 0) !== 0 || !$this->shop->settings()->isOn('accept_orders')) {
            return;
        }
        $order = (int) $this->shop->database->table('tblhosting')->where('id', $service)->value('orderid');
        if ($order < 1 || !$this->isPending($order) || $this->hasUnplaced($order, $service)) {
            return;
        }
        $limit = "accept:{$order}";
        if (!$this->shop->limits()->acquire($limit, self::PERIOD)) {
            return;
        }
        $answer = [];
        try {
            $answer = \localAPI('AcceptOrder', ['orderid' => $order, 'autosetup' => false, 'sendemail' => true]);
        } finally {
            if (($answer['result'] ?? '') !== 'success') {
                $this->shop->limits()->release($limit);
            }
        }
        if (($answer['result'] ?? '') !== 'success') {
            $why = Text::line((string) ($answer['message'] ?? ''));
            throw new RuntimeException("order #{$order} was not accepted: " . ($why === '' ? 'no reason given' : $why));
        }
    }

    private function isPending(int $order): bool
    {
        return $this->shop->database->table('tblorders')->where('id', $order)->where('status', 'Pending')->exists();
    }

    /** Whether another VirtFusion service of the order waits for its server. */
    private function hasUnplaced(int $order, int $service): bool
    {
        $waiting = $this->shop->database->table('tblhosting')
            ->join('tblproducts', 'tblproducts.id', '=', 'tblhosting.packageid')
            ->where('tblhosting.orderid', $order)
            ->where('tblhosting.id', '<>', $service)
            ->where('tblhosting.domainstatus', 'Pending')
            ->where('tblproducts.servertype', HostModule::TYPE)
            ->pluck('tblhosting.id')
            ->all();
        if ($waiting === [] || !$this->shop->database->hasTable(HostModule::SERVERS)) {
            return $waiting !== [];
        }
        $placed = $this->shop->database->table(HostModule::SERVERS)
            ->whereIn('service_id', $waiting)
            ->where('server_id', '>', 0)
            ->pluck('service_id')
            ->all();

        return array_diff(array_map('intval', $waiting), array_map('intval', $placed)) !== [];
    }
}
