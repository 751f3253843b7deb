<?php

/*
 * One product's reading in full, as text: the quantity, the sum of its groups, and what fits on each hypervisor.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Console;

use WHMCS\Module\Addon\VirtfusionStock\Report\BoundedReport;
use WHMCS\Module\Addon\VirtfusionStock\Report\Group;
use WHMCS\Module\Addon\VirtfusionStock\Report\Hypervisor;
use WHMCS\Module\Addon\VirtfusionStock\Report\Report;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Reading;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Arithmetic;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Explanation;
use WHMCS\Module\Addon\VirtfusionStock\Wording\OrderWords;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class ProductReport
{
    public function __construct(private Words $words, private Terminal $terminal)
    {
    }

    public function of(Reading $reading): string
    {
        $explanation = Explanation::ofReading($this->words, $reading);
        $quantity = $reading->quantity === null ? $this->words->say('unknown') : Words::number($reading->quantity);
        $title = "#{$reading->product} " . Text::line($reading->name) . ": {$quantity}";
        $text = $this->terminal->paint('1', $title) . "\n{$explanation->sentence}\n";
        if ($explanation->advice !== null) {
            $text .= "→ {$explanation->advice}\n";
        }
        $report = $reading->report === null ? null : Report::of(BoundedReport::report($reading->report));
        if ($report === null || $report->groups === []) {
            return $text;
        }
        $arithmetic = new Arithmetic($this->words, $report);
        $orders = new OrderWords($this->words);
        $sum = $orders->sum($report);
        $text .= "\n" . $arithmetic->terms() . "\n" . ($sum === null ? '' : "{$sum}\n");
        foreach ($report->groups as $group) {
            $text .= "\n" . $this->terminal->paint('1', $this->words->groupTitle($group->id)) . ': '
                . $arithmetic->ofGroup($group) . "\n";
            $text .= $group->hypervisors === [] ? '' : $this->table($group);
            $text .= $group->restHypervisors === 0 ? '' : $arithmetic->rest($group) . "\n";
            foreach ($group->notes as $note) {
                $text .= Text::line($note, 500) . "\n";
            }
            foreach ($group->orders as $order) {
                $text .= $this->terminal->paint($order->hypervisor === null ? '31' : '0', $orders->held($order)) . "\n";
            }
            $further = $orders->further($group);
            $text .= $further === null ? '' : "{$further}\n";
        }

        return $text;
    }

    private function table(Group $group): string
    {
        $titles = [[$this->words->say('hypervisor'), false], [$this->words->say('fits'), true]];
        foreach ([...Hypervisor::RESOURCES, 'ipv4'] as $resource) {
            $titles[] = [$this->words->say("resource_{$resource}"), true];
        }
        $titles[] = ['', false];
        $table = new Table($titles, $this->terminal);
        foreach ($group->hypervisors as $host) {
            $name = ($host->id === null ? '' : "#{$host->id} ") . $host->name();
            if ($host->skipped !== null) {
                $table->row([$name, '-', '', '', '', '', '', $this->words->say("skipped_{$host->skipped}")], '2');
                continue;
            }
            $cells = [$name, self::count($host->fits)];
            foreach ($host->by as $count) {
                $cells[] = self::count($count);
            }
            $cells[] = $host->ipv4Free === null ? '' : Words::number($host->ipv4Free);
            $table->row([...$cells, $this->limit($host)], '0');
        }

        return $table->text();
    }

    /** What limits a hypervisor, and how much it lacks for one more server. */
    private function limit(Hypervisor $host): string
    {
        if ($host->limitedBy === null) {
            return '';
        }
        $missing = $host->limitingLevel()?->missing;

        return $this->words->say("limited_{$host->limitedBy}")
            . ($missing === null ? '' : ', ' . $this->words->say('bar_missing', [
                'amount' => $this->words->amount($host->limitedBy, $missing),
            ]));
    }

    private static function count(?int $count): string
    {
        return $count === null ? '∞' : Words::number($count);
    }
}
