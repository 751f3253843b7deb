<?php

/*
 * Writes the message about alarms with a cause in common: a title, a line for each product or order, what to do, and the same as fields.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Alert;

use WHMCS\Module\Addon\VirtfusionStock\Panel\GroupNames;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Moment;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class MessageText
{
    /** The most causes that a title names. */
    private const NAMED = 3;

    /** The most products or orders that one message lists. */
    private const LISTED = 500;

    /** Events that a title counts, the most important first. */
    private const COUNTED = [Alarm::SOLD_OUT, Alarm::LOW, Alarm::BACK, Alarm::NOT_UPDATED, Alarm::ORDER_WITHOUT_ROOM, Alarm::REFUSED];

    /** Where sentences about a cause's kind are looked for, in this order. */
    private const KINDS = ['alert_cause', 'limited', 'cause', 'reason'];

    public function __construct(private Words $words, private GroupNames $names, private int $now)
    {
    }

    /** @param non-empty-list<Alarm> $alarms */
    public function message(array $alarms): Message
    {
        $causes = [];
        foreach ($alarms as $alarm) {
            foreach ($alarm->causes as $cause) {
                $causes[$cause->key()] = $cause;
            }
        }
        ksort($causes, SORT_NATURAL);
        $title = $this->counts($alarms) . ': ' . $this->named(array_values($causes));
        $listed = array_slice($alarms, 0, self::LISTED);
        $advice = $this->advice($alarms[0], array_values($causes)[0] ?? null);
        $lines = array_map($this->line(...), $listed);

        return $this->of($title, $advice === null ? $lines : [$advice, ...$lines], [
            'event' => $this->event($alarms),
            'causes' => array_map($this->causeFields(...), array_slice(array_values($causes), 0, self::LISTED)),
            'products' => $this->products($listed),
            'orders' => $this->orders($listed),
            'left_out' => count($alarms) - count($listed),
        ]);
    }

    /** What the page's button sends. */
    public function test(): Message
    {
        return $this->of($this->words->say('alert_test'), [$this->words->say('alert_test_line')], [
            'event' => 'test',
            'causes' => [],
            'products' => [],
            'orders' => [],
            'left_out' => 0,
        ]);
    }

    /**
     * @param list<string> $lines
     * @param array<string, mixed> $fields
     */
    private function of(string $title, array $lines, array $fields): Message
    {
        $id = ['id' => bin2hex(random_bytes(12)), 'at' => self::moment($this->now)];

        return new Message(
            Text::line($this->words->say('alert_prefix', ['title' => $title])),
            array_map(static fn (string $line): string => Text::line($line, 500), $lines),
            $id + $fields,
        );
    }

    /** @param non-empty-list<Alarm> $alarms */
    private function event(array $alarms): string
    {
        $events = array_map(static fn (Alarm $alarm): string => $alarm->event, $alarms);

        return array_values(array_intersect(self::COUNTED, $events))[0] ?? $events[0];
    }

    /** @param non-empty-list<Alarm> $alarms */
    private function counts(array $alarms): string
    {
        $counts = [];
        foreach ($alarms as $alarm) {
            $counts[$alarm->event] = ($counts[$alarm->event] ?? 0) + $alarm->times;
        }
        $parts = [];
        foreach (array_intersect(self::COUNTED, array_keys($counts)) as $event) {
            $parts[] = $this->words->count("alert_{$event}", $counts[$event]);
        }

        return implode(', ', $parts);
    }

    /** @param list<Cause> $causes */
    private function named(array $causes): string
    {
        $named = array_map($this->cause(...), array_slice($causes, 0, self::NAMED));
        $more = count($causes) - count($named);

        return implode('; ', $named) . ($more > 0 ? '; ' . $this->words->say('alert_more_causes', ['n' => $more]) : '');
    }

    private function cause(Cause $cause): string
    {
        $what = $cause->kind;
        foreach (self::KINDS as $family) {
            $sentence = $this->words->find("{$family}_{$cause->kind}");
            if ($sentence !== null) {
                $what = $sentence;
                break;
            }
        }
        $named = $this->names->in($this->words, $cause->panel?->id);
        $group = $cause->group === null ? '' : ' ' . $named->say('alert_in_group', ['group' => $named->group($cause->group)]);
        $panel = $cause->panel === null ? '' : " ({$cause->panel->label()})";

        return $what . $group . $panel;
    }

    private function advice(Alarm $alarm, ?Cause $cause): ?string
    {
        if ($cause === null || $alarm->event === Alarm::BACK) {
            return null;
        }
        foreach (self::KINDS as $family) {
            $advice = $this->words->find("{$family}_{$cause->kind}_advice");
            if ($advice !== null) {
                return $advice;
            }
        }

        return null;
    }

    private function line(Alarm $alarm): string
    {
        return $this->words->say("alert_line_{$alarm->event}", [
            'product' => "#{$alarm->product} " . Text::line($alarm->name, 80),
            'quantity' => Words::number((int) $alarm->quantity),
            'duration' => $this->words->duration($alarm->since ?? $this->now, $this->now),
            'service' => (string) $alarm->service,
            'order' => (string) $alarm->order,
            'times' => Words::number($alarm->times),
        ]);
    }

    /** @return array<string, mixed> */
    private function causeFields(Cause $cause): array
    {
        $panel = $cause->panel === null ? null : ['id' => $cause->panel->id, 'name' => Text::line($cause->panel->name, 60)];

        return ['kind' => $cause->kind, 'panel' => $panel, 'group' => $cause->group];
    }

    /**
     * @param list<Alarm> $alarms
     * @return list<array<string, mixed>>
     */
    private function products(array $alarms): array
    {
        $products = [];
        foreach ($alarms as $alarm) {
            $products[$alarm->product] ??= [
                'id' => $alarm->product,
                'name' => Text::line($alarm->name, 80),
                'state' => $alarm->event,
                'quantity' => $alarm->quantity,
                'since' => $alarm->event === Alarm::NOT_UPDATED && $alarm->since !== null ? self::moment($alarm->since) : null,
                'times' => $alarm->times,
            ];
        }

        return array_values($products);
    }

    /**
     * @param list<Alarm> $alarms
     * @return list<array<string, mixed>>
     */
    private function orders(array $alarms): array
    {
        $orders = [];
        foreach ($alarms as $alarm) {
            $orders[] = $alarm->service === null ? null : [
                'service' => $alarm->service,
                'order' => $alarm->order,
                'product' => $alarm->product,
                'problem' => $alarm->problem,
                'ordered_at' => $alarm->since === null ? null : self::moment($alarm->since),
            ];
        }

        return array_values(array_filter($orders));
    }

    /** As in "2026-11-27T17:20:00Z". */
    private static function moment(int $seconds): string
    {
        return strtr(Moment::text($seconds), [' ' => 'T']) . 'Z';
    }
}
