<?php

/*
 * One product's reading in full: the quantity, the sum of its groups, and what fits on each hypervisor.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Console;

use WHMCS\Module\Addon\VirtfusionStock\Arithmetic;
use WHMCS\Module\Addon\VirtfusionStock\Digest;
use WHMCS\Module\Addon\VirtfusionStock\Explanation;
use WHMCS\Module\Addon\VirtfusionStock\Reading;
use WHMCS\Module\Addon\VirtfusionStock\Text;
use WHMCS\Module\Addon\VirtfusionStock\Words;

final class Account
{
    private const RESOURCES = ['memory', 'cpu', 'storage', 'servers'];

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
        $report = $reading->report === null ? null : Digest::report($reading->report);
        if ($report === null || $report['groups'] === []) {
            return $text;
        }
        $arithmetic = new Arithmetic($this->words, $report);
        $text .= "\n" . $arithmetic->terms() . "\n";
        foreach ($report['groups'] as $group) {
            $text .= "\n" . $this->terminal->paint('1', $this->words->say('group', ['id' => $group['id']])) . ': '
                . $arithmetic->ofGroup($group) . "\n";
            $text .= $group['hypervisors'] === [] ? '' : $this->table($group);
            $text .= isset($group['rest']) ? $arithmetic->rest($group) . "\n" : '';
            foreach ($group['notes'] as $note) {
                $text .= Text::line((string) $note, 500) . "\n";
            }
        }

        return $text;
    }

    /** @param array<string, mixed> $group */
    private function table(array $group): string
    {
        $titles = [[$this->words->say('hypervisor'), false], [$this->words->say('fits'), true]];
        foreach ([...self::RESOURCES, 'ipv4'] as $resource) {
            $titles[] = [$this->words->say("resource_{$resource}"), true];
        }
        $titles[] = ['', false];
        $table = new Table($titles, $this->terminal);
        foreach ($group['hypervisors'] as $host) {
            $name = trim('#' . ($host['id'] ?? '?') . ' ' . Text::line((string) $host['name'], 30));
            if ($host['skipped'] !== null) {
                $table->row([$name, '-', '', '', '', '', '', $this->words->say("skipped_{$host['skipped']}")], '2');
                continue;
            }
            $limit = $host['limited_by'];
            $missing = $host['levels'][$limit ?? '']['missing'] ?? null;
            $why = $limit === null ? '' : $this->words->say("limited_{$limit}");
            $why .= $missing === null ? '' : ', ' . $this->words->say('bar_missing', [
                'missing' => Words::number($missing),
                'unit' => $this->words->unit($limit, $missing),
            ]);
            $cells = [$name, self::count($host['fits'])];
            foreach (self::RESOURCES as $resource) {
                $cells[] = self::count($host[$resource]);
            }
            $table->row([...$cells, $host['ipv4_free'] === null ? '' : (string) $host['ipv4_free'], $why], '0');
        }

        return $table->text();
    }

    private static function count(?int $count): string
    {
        return $count === null ? '∞' : Words::number($count);
    }
}
