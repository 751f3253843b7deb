<?php

/*
 * Accepts a pending order once every VirtFusion service in it is provisioned. Not before: WHMCS 9 stops
 * provisioning an order's other services when it has left Pending.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

use RuntimeException;
use VirtFusionDirect\RateLimit;
use WHMCS\Database\Capsule;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\SharedLimit;

final class Orders
{
    private const PLACED = 'mod_virtfusion_direct';

    /** Seconds in which an order is accepted by one process only. */
    private const PERIOD = 300;

    /**
     * @param array<array-key, mixed> $params of the service that was just created
     * @throws RuntimeException when WHMCS refuses to accept the order
     */
    public static function acceptFor(array $params): void
    {
        $service = (int) ($params['serviceid'] ?? 0);
        if ($service < 1 || (int) ($params['addonId'] ?? 0) !== 0 || !Settings::load()->acceptOrders) {
            return;
        }
        $order = (int) Capsule::table('tblhosting')->where('id', $service)->value('orderid');
        if ($order < 1 || !self::isPending($order) || self::hasUnplaced($order, $service)) {
            return;
        }
        $key = SharedLimit::key("accept:{$order}");
        if (!RateLimit::acquire($key, self::PERIOD)) {
            return;
        }
        $answer = [];
        try {
            $answer = \localAPI('AcceptOrder', ['orderid' => $order, 'autosetup' => false, 'sendemail' => true]);
        } finally {
            if (($answer['result'] ?? '') !== 'success') {
                RateLimit::release($key);
            }
        }
        if (($answer['result'] ?? '') !== 'success') {
            $why = Text::line((string) ($answer['message'] ?? ''));
            throw new RuntimeException("order #{$order} was not accepted: " . ($why === '' ? 'no reason given' : $why));
        }
    }

    private static function isPending(int $order): bool
    {
        return Capsule::table('tblorders')->where('id', $order)->where('status', 'Pending')->exists();
    }

    /** Whether another VirtFusion service of the order waits for its server. */
    private static function hasUnplaced(int $order, int $service): bool
    {
        $waiting = Capsule::table('tblhosting')
            ->join('tblproducts', 'tblproducts.id', '=', 'tblhosting.packageid')
            ->where('tblhosting.orderid', $order)
            ->where('tblhosting.id', '<>', $service)
            ->where('tblhosting.domainstatus', 'Pending')
            ->where('tblproducts.servertype', HostModule::TYPE)
            ->pluck('tblhosting.id')
            ->all();
        if ($waiting === [] || !Capsule::schema()->hasTable(self::PLACED)) {
            return $waiting !== [];
        }
        $placed = Capsule::table(self::PLACED)
            ->whereIn('service_id', $waiting)
            ->where('server_id', '>', 0)
            ->pluck('service_id')
            ->all();

        return array_diff(array_map('intval', $waiting), array_map('intval', $placed)) !== [];
    }
}
