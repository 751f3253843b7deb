<?php

/*
 * One resource of one hypervisor as a bar and in words: used, reserved by the buffer, needed by one more server,
 * usable beyond that. Widths are all that it works out.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

final class Bar
{
    public const RESOURCES = [
        'memory' => 'memory',
        'cpu' => 'cpuCores',
        'storage' => 'primaryStorage',
        'servers' => null,
    ];

    /** @param list<array{0: string, 1: float}> $segments kind and width in percent */
    private function __construct(
        /** Everything, for those who do not see the bar. */
        public readonly string $label,
        /** What stands below it. */
        public readonly string $caption,
        public readonly array $segments,
        public readonly bool $limits,
    ) {
    }

    /**
     * @param array<string, mixed> $host a hypervisor of a report
     * @param array<string, mixed> $package
     */
    public static function of(Words $words, string $resource, array $host, array $package): self
    {
        $level = $host['levels'][$resource] ?? null;
        $key = self::RESOURCES[$resource];
        $need = $key === null ? 1 : (int) ($package[$key] ?? 0);
        $values = ['resource' => $words->say("resource_{$resource}"), 'hypervisor' => self::name($host)];
        $without = match (true) {
            $need <= 0 => 'unneeded',
            $level === null => $resource === 'storage' && $host['storage'] === 0 ? 'no_pool' : 'unknown',
            $level['max'] === 0 => 'unlimited',
            default => null,
        };
        $limits = $host['limited_by'] === $resource;
        if ($without !== null) {
            return new self($words->say("bar_{$without}", $values), $words->say("short_{$without}"), [], $limits);
        }
        $fits = $words->count('bar_fits', (int) $host[$resource]);
        $reserved = max(0, $level['max'] - $level['used'] - $level['usable']);
        $label = $words->say('bar', $values + [
            'used' => Words::number($level['used']),
            'max' => Words::number($level['max']),
            'unit' => $words->unit($resource, $level['max']),
            'reserved' => Words::number($reserved),
            'usable' => Words::number($level['usable']),
            'need' => Words::number($need),
            'fits' => $fits,
        ]);
        $caption = "{$fits}, " . $words->say('bar_usable', [
            'usable' => Words::number($level['usable']),
            'unit' => $words->unit($resource, $level['usable']),
        ]);
        if ($limits && $level['missing'] !== null) {
            $caption .= ', ' . $words->say('bar_missing', [
                'missing' => Words::number($level['missing']),
                'unit' => $words->unit($resource, $level['missing']),
            ]);
        }
        $needed = min($need, $level['usable']);
        $parts = [
            'used' => min($level['used'], $level['max']),
            'reserved' => $reserved,
            $need <= $level['usable'] ? 'need' : 'short' => $needed,
            'usable' => $level['usable'] - $needed,
        ];

        return new self($label, $caption, self::segments($parts, $level['max']), $limits);
    }

    /**
     * @param array<string, mixed> $host
     * @param int $need addresses for one server
     * @param int $highest free addresses, the whole bar
     */
    public static function ofAddresses(Words $words, array $host, int $need, int $highest): self
    {
        $free = $host['ipv4_free'];
        $values = ['resource' => $words->say('resource_ipv4'), 'hypervisor' => self::name($host)];
        if ($free === null || $need === 0) {
            $key = $need === 0 ? 'unneeded' : 'unknown';

            return new self($words->say("bar_{$key}", $values), $words->say("short_{$key}"), [], false);
        }
        $free = max(0, $free);
        $label = $words->say('bar_ipv4', $values + ['free' => Words::number($free), 'need' => Words::number($need)]);
        $needed = min($need, $free);
        $parts = [$need <= $free ? 'need' : 'short' => $needed, 'usable' => $free - $needed];
        $caption = $words->say('bar_free', ['n' => Words::number($free)]);

        return new self($label, $caption, self::segments($parts, max(1, $highest)), false);
    }

    /** @param array<string, mixed> $host */
    public static function name(array $host): string
    {
        $name = Text::line((string) ($host['name'] ?? ''), 80);

        return $name !== '' ? $name : '#' . ($host['id'] ?? '?');
    }

    /**
     * @param array<string, int> $parts
     * @return list<array{0: string, 1: float}>
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
