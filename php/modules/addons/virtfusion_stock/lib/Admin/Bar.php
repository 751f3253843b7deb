<?php

/*
 * One resource of one hypervisor, as a bar and in words: used, reserved by the buffer, needed by one more server, usable beyond that.
 * It computes only widths.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use WHMCS\Module\Addon\VirtfusionStock\Report\Hypervisor;
use WHMCS\Module\Addon\VirtfusionStock\Report\Level;
use WHMCS\Module\Addon\VirtfusionStock\Report\Package;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Bar
{
    /** @param list<array{string, float}> $segments kind and width in percent */
    private function __construct(
        /** The whole content, for screen readers. */
        public readonly string $label,
        /** The text below the bar. */
        public readonly string $caption,
        public readonly array $segments,
        public readonly bool $limits,
    ) {
    }

    public static function of(Words $words, string $resource, Hypervisor $host, Package $package): self
    {
        $level = $host->levels[$resource] ?? null;
        $need = $package->need($resource);
        $limits = $host->limitedBy === $resource;
        $values = ['resource' => $words->say("resource_{$resource}"), 'hypervisor' => $host->name()];
        if ($need <= 0) {
            return self::withoutSegments($words, 'unneeded', $values, $limits);
        }
        if ($level === null) {
            $isPoolless = $resource === 'storage' && $host->by['storage'] === 0;

            return self::withoutSegments($words, $isPoolless ? 'no_pool' : 'unknown', $values, $limits);
        }
        if ($level->isUnlimited()) {
            return self::withoutSegments($words, 'unlimited', $values, $limits);
        }
        $fits = $words->count('bar_fits', (int) ($host->by[$resource] ?? 0));
        $label = $words->say('bar', $values + [
            'used' => $words->figure($resource, $level->used),
            'max' => $words->amount($resource, $level->max),
            'held' => $level->held === 0 ? '' : $words->say('bar_held', ['amount' => $words->figure($resource, $level->held)]),
            'reserved' => $words->figure($resource, $level->reserved()),
            'usable' => $words->figure($resource, $level->usable),
            'need' => $words->figure($resource, $need),
            'fits' => $fits,
        ]);
        $caption = "{$fits}, " . $words->say('bar_usable', ['amount' => $words->amount($resource, $level->usable)]);
        if ($limits && $level->missing !== null) {
            $caption .= ', ' . $words->say('bar_missing', ['amount' => $words->amount($resource, $level->missing)]);
        }
        $needed = min($need, $level->usable);

        return new self($label, $caption, self::segments([
            'used' => min($level->used, $level->max),
            'held' => min($level->held, max(0, $level->max - $level->used)),
            'reserved' => $level->reserved(),
            $need <= $level->usable ? 'need' : 'short' => $needed,
            'usable' => $level->usable - $needed,
        ], $level->max), $limits);
    }

    /** What a whole group has of a resource. */
    public static function ofTotal(Words $words, string $resource, string $group, Level $level): self
    {
        $values = ['resource' => $words->say("resource_{$resource}"), 'hypervisor' => $group];
        if ($level->isUnlimited()) {
            return self::withoutSegments($words, 'unlimited', $values, false);
        }
        $label = $words->say('bar_total', $values + [
            'used' => $words->figure($resource, $level->used),
            'max' => $words->amount($resource, $level->max),
            'held' => $level->held === 0 ? '' : $words->say('bar_held', ['amount' => $words->figure($resource, $level->held)]),
            'reserved' => $words->figure($resource, $level->reserved()),
            'usable' => $words->figure($resource, $level->usable),
        ]);

        return new self($label, $words->say('bar_total_usable', [
            'usable' => $words->figure($resource, $level->usable),
            'max' => $words->amount($resource, $level->max),
        ]), self::segments([
            'used' => min($level->used, $level->max),
            'held' => min($level->held, max(0, $level->max - $level->used)),
            'reserved' => $level->reserved(),
            'usable' => $level->usable,
        ], $level->max), false);
    }

    /**
     * The addresses of a whole group: those for orders and those that are free. The panel does not report how many there are.
     *
     * @param int|null $free before the orders; null: no hypervisor reports them
     */
    public static function ofGroupAddresses(Words $words, string $group, ?int $free, int $held): self
    {
        $values = ['resource' => $words->say('resource_ipv4'), 'hypervisor' => $group];
        if ($free === null) {
            return self::withoutSegments($words, 'unknown', $values, false);
        }
        $left = max(0, $free - $held);

        return new self(
            $words->say('bar_total_ipv4', $values + ['free' => Words::number($left), 'held' => Words::number($held)]),
            $words->say('bar_free', ['n' => Words::number($left)]),
            $free <= 0 ? [] : self::segments(['held' => min($held, $free), 'usable' => $left], $free),
            false,
        );
    }

    /**
     * @param int $need addresses for one server
     * @param int $highest free addresses that fill the whole bar
     */
    public static function ofAddresses(Words $words, Hypervisor $host, int $need, int $highest): self
    {
        $values = ['resource' => $words->say('resource_ipv4'), 'hypervisor' => $host->name()];
        if ($host->ipv4Free === null || $need === 0) {
            return self::withoutSegments($words, $need === 0 ? 'unneeded' : 'unknown', $values, false);
        }
        $free = max(0, $host->ipv4Free);
        $needed = min($need, $free);

        return new self(
            $words->say('bar_ipv4', $values + ['free' => Words::number($free), 'need' => Words::number($need)]),
            $words->say('bar_free', ['n' => Words::number($free)]),
            self::segments([$need <= $free ? 'need' : 'short' => $needed, 'usable' => $free - $needed], max(1, $highest)),
            false,
        );
    }

    /** @param array<string, string> $values */
    private static function withoutSegments(Words $words, string $why, array $values, bool $limits): self
    {
        return new self($words->say("bar_{$why}", $values), $words->say("short_{$why}"), [], $limits);
    }

    /**
     * @param array<string, int> $parts
     * @return list<array{string, float}>
     */
    private static function segments(array $parts, int $whole): array
    {
        $segments = [];
        foreach ($parts as $kind => $part) {
            if ($part > 0) {
                $segments[] = [$kind, round(100 * min(1, $part / $whole), 2)];
            }
        }

        return $segments;
    }
}
