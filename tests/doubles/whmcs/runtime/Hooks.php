<?php

/*
 * The registry behind add_hook(). Handlers run by ascending priority, then in the order of their
 * registration; what one throws reaches the caller, as in WHMCS.
 */

declare(strict_types=1);

namespace WhmcsStandIn;

final class Hooks
{
    /** @var array<string, array<int, list<callable>>> */
    private static array $handlers = [];

    public static function add(string $point, int $priority, callable $handler): void
    {
        self::$handlers[$point][$priority][] = $handler;
    }

    /**
     * @param array<string, mixed> $vars
     * @return list<mixed> what each handler returned
     */
    public static function run(string $point, array $vars): array
    {
        $handlers = self::$handlers[$point] ?? [];
        ksort($handlers);
        $answers = [];
        foreach ($handlers as $ofPriority) {
            foreach ($ofPriority as $handler) {
                $answers[] = $handler($vars);
            }
        }

        return $answers;
    }

    /** @return array<string, int> how many handlers each hook point has */
    public static function registered(): array
    {
        return array_map(
            static fn (array $byPriority): int => array_sum(array_map('count', $byPriority)),
            self::$handlers,
        );
    }
}
