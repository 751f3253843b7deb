<?php

/*
 * An order's life as WHMCS leads it: the rows, and the hooks before or after them. Dates are in PHP's time zone, and a hook that runs
 * before its change is followed by the change in the same request.
 */

declare(strict_types=1);

namespace WhmcsStandIn;

use WHMCS\Database\Capsule;

final class Orders
{
    /**
     * A checkout of one service for each product, with an unpaid invoice.
     *
     * @param list<int> $products
     * @param array<int, string|int> $chosen value by option id, for every service
     * @return array{order: int, services: list<int>}
     */
    public static function place(array $products, array $chosen = []): array
    {
        $invoice = Capsule::table('tblinvoices')->insertGetId(['userid' => 1]);
        $now = ['date' => date('Y-m-d H:i:s'), 'invoiceid' => $invoice];
        $order = Capsule::table('tblorders')->insertGetId($now + ['userid' => 1]);
        $services = [];
        foreach ($products as $product) {
            $services[] = $service = Capsule::table('tblhosting')->insertGetId([
                'userid' => 1,
                'orderid' => $order,
                'packageid' => $product,
                'regdate' => date('Y-m-d'),
                'domain' => "vps{$product}.example.com",
            ]);
            Capsule::table('tblproducts')->where('id', $product)->where('stockcontrol', 1)->decrement('qty');
            foreach ($chosen as $option => $value) {
                self::choose($service, $option, $value);
            }
        }
        run_hook('AfterShoppingCartCheckout', ['OrderID' => $order, 'ServiceIDs' => $services, 'InvoiceID' => $invoice]);

        return ['order' => $order, 'services' => $services];
    }

    public static function pay(int $order): void
    {
        $invoice = (int) Capsule::table('tblorders')->where('id', $order)->value('invoiceid');
        Capsule::table('tblinvoices')->where('id', $invoice)->update(['status' => 'Paid']);
        run_hook('OrderPaid', ['orderId' => $order, 'userId' => 1, 'invoiceId' => $invoice]);
    }

    /** @param 'Pending'|'Cancelled'|'Fraud' $status */
    public static function set(int $order, string $status): void
    {
        $hooks = ['Pending' => 'PendingOrder', 'Cancelled' => 'CancelOrder', 'Fraud' => 'FraudOrder'];
        run_hook($hooks[$status], ['orderid' => $order]);
        Capsule::table('tblorders')->where('id', $order)->update(['status' => $status]);
        Capsule::table('tblhosting')->where('orderid', $order)->update(['domainstatus' => $status]);
    }

    public static function delete(int $order): void
    {
        run_hook('DeleteOrder', ['orderid' => $order]);
        Capsule::table('tblhosting')->where('orderid', $order)->delete();
        Capsule::table('tblorders')->where('id', $order)->delete();
    }

    public static function deleteService(int $service): void
    {
        run_hook('ServiceDelete', ['userid' => 1, 'serviceid' => $service]);
        Capsule::table('tblhosting')->where('id', $service)->delete();
    }

    /** @param array<string, mixed> $columns */
    public static function editService(int $service, array $columns): void
    {
        run_hook('ServiceEdit', ['userid' => 1, 'serviceid' => $service]);
        Capsule::table('tblhosting')->where('id', $service)->update($columns);
    }

    /**
     * The chosen value of a service's option: the name of a sub-option, or a number for an option of type 3 or 4.
     */
    public static function choose(int $service, int $option, string|int $value): void
    {
        $type = (string) Capsule::table('tblproductconfigoptions')->where('id', $option)->value('optiontype');
        $subOptions = Capsule::table('tblproductconfigoptionssub')->where('configid', $option);
        $isCounted = in_array($type, ['3', '4'], true);
        Capsule::table('tblhostingconfigoptions')->insert([
            'relid' => $service,
            'configid' => $option,
            'optionid' => (int) ($isCounted ? $subOptions : $subOptions->where('optionname', $value))->value('id'),
            'qty' => $isCounted ? (int) $value : 0,
        ]);
    }
}
