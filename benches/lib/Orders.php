<?php

/*
 * What orders that are not built yet cost: reading them among many services, and placing them in a warm sweep. Only the addon does
 * this, so there is no reference.
 */

declare(strict_types=1);

namespace VirtFusionBench;

use RuntimeException;
use WHMCS\Database\Capsule;

final class Orders
{
    private const WARM = 5;
    private const PRODUCTS = 300;
    private const ORDERS = 200;
    private const SERVICES = 50_000;

    /** Services of closed orders that stay pending in a shop that nobody tidies. */
    private const STALE = 2_000;

    /** Rows in one statement. */
    private const AT_ONCE = 2_000;

    /** Milliseconds. */
    private const MOST_IN_A_SWEEP = 5.0;
    private const MOST_FOR_READING = 20.0;

    public static function run(Report $report, int $rounds): void
    {
        $report->section('Orders that are not built yet: 300 products, 12 packages, 40 groups of 20 hypervisors; warm sweeps');
        $stage = Stage::set(self::PRODUCTS, 12, 40, 20, 0, false);
        $stage->forget('extension');
        self::fill(self::ORDERS, 0);
        [$without, $with] = self::sweeps($stage, $rounds);
        $report->figure('warm sweep of 300 products without orders', $without);
        $report->figure('the same with 200 orders on order', $with);
        $report->claim('200 orders add less than 5 ms to a warm sweep', $with->median() - $without->median() < self::MOST_IN_A_SWEEP);

        $report->section('Reading the orders that are not built yet');
        $few = self::reading($stage, $rounds);
        $report->figure('reading 200 orders among 200 services', $few);
        self::fill(self::SERVICES - self::ORDERS, self::STALE);
        $many = self::reading($stage, $rounds);
        $report->figure('reading 200 orders among 50,000 services', $many);
        $report->claim('200 orders among 50,000 services are read within 20 ms', $many->median() < self::MOST_FOR_READING);
        if ($stage->errors() !== '') {
            throw new RuntimeException("PHP's error log is not empty:\n{$stage->errors()}");
        }
        $stage->clear();
    }

    /** @return array{Sample, Sample} milliseconds without and with orders */
    private static function sweeps(Stage $stage, int $rounds): array
    {
        $samples = ['Active' => new Sample('ms'), 'Pending' => new Sample('ms')];
        $worker = $stage->worker('extension');
        $sums = [];
        for ($round = 0; $round < $rounds; $round++) {
            foreach ($round % 2 === 0 ? ['Active', 'Pending'] : ['Pending', 'Active'] as $status) {
                Capsule::table('tblhosting')->update(['domainstatus' => $status]);
                // Writes the quantities and reports that have changed.
                $sums[$status] = array_sum($worker->all()->quantities);
                for ($n = 0; $n < self::WARM; $n++) {
                    $samples[$status]->add($worker->all()->milliseconds);
                }
            }
        }
        Capsule::table('tblhosting')->update(['domainstatus' => 'Pending']);
        if ($sums['Pending'] >= $sums['Active']) {
            throw new RuntimeException('The orders take nothing: ' . json_encode($sums));
        }

        return [$samples['Active'], $samples['Pending']];
    }

    private static function reading(Stage $stage, int $rounds): Sample
    {
        $sample = new Sample('ms');
        $worker = $stage->worker('extension');
        // Reads the settings and the servers too.
        $worker->orders();
        for ($n = 0; $n < $rounds * self::WARM; $n++) {
            $read = $worker->orders();
            if ($read->queries > 2 || $read->quantities !== ['holds' => self::ORDERS]) {
                throw new RuntimeException('Not all orders were read, or not with two queries: ' . json_encode($read));
            }
            $sample->add($read->milliseconds);
        }

        return $sample;
    }

    /**
     * Adds services with their orders, invoices and options: pending and recent ones first, then old ones.
     *
     * @param int $stale pending ones of an old order; 0: all are recent
     */
    private static function fill(int $services, int $stale): void
    {
        $first = (int) Capsule::table('tblhosting')->max('id') + 1;
        $rows = array_fill_keys(['tblinvoices', 'tblorders', 'tblhosting', 'tblhostingconfigoptions', 'mod_virtfusion_direct'], []);
        for ($id = $first; $id < $first + $services; $id++) {
            $isOpen = $stale === 0;
            $isPending = $isOpen || $id < $first + $stale;
            $date = date('Y-m-d H:i:s', time() - ($isOpen ? 0 : 90 * 86400));
            $rows['tblinvoices'][] = ['id' => $id, 'userid' => $id, 'status' => 'Paid'];
            $rows['tblorders'][] = ['id' => $id, 'userid' => $id, 'date' => $date, 'invoiceid' => $id];
            $rows['tblhosting'][] = [
                'id' => $id,
                'userid' => $id,
                'orderid' => $id,
                'packageid' => $id % self::PRODUCTS + 1,
                'regdate' => $date,
                'domainstatus' => $isPending ? 'Pending' : 'Active',
            ];
            $rows['tblhostingconfigoptions'][] = ['relid' => $id, 'configid' => 1, 'optionid' => 1];
            $rows['tblhostingconfigoptions'][] = ['relid' => $id, 'configid' => 2, 'optionid' => 2];
            if (!$isPending) {
                $rows['mod_virtfusion_direct'][] = ['service_id' => $id, 'server_id' => $id];
            }
        }
        foreach ($rows as $table => $all) {
            foreach (array_chunk($all, self::AT_ONCE) as $chunk) {
                Capsule::table($table)->insert($chunk);
            }
            Capsule::connection()->statement("ANALYZE TABLE {$table}");
        }
    }
}
