<?php

/*
 * What has to be known of the server module that provisions: its name, and how the shop labels the
 * configurable option that carries a hypervisor group.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

final class HostModule
{
    public const TYPE = 'VirtFusionDirect';

    private const LOCATION_LABEL = 'Location';

    /**
     * The option's name as customers' orders carry it (before a pipe).
     *
     * A mapping file that exists and cannot be read throws: with a wrong label whole groups would be missing
     * from every sum.
     */
    public static function locationLabel(): string
    {
        $label = self::mapping()['hypervisorId'] ?? null;

        return is_string($label) && trim($label) !== '' ? trim($label) : self::LOCATION_LABEL;
    }

    /** @return array<mixed> */
    private static function mapping(): array
    {
        $roots = defined('ROOTDIR') ? [(string) constant('ROOTDIR'), dirname(__DIR__, 4)] : [dirname(__DIR__, 4)];
        foreach ($roots as $root) {
            $file = "{$root}/modules/servers/" . self::TYPE . '/config/ConfigOptionMapping.php';
            if (is_file($file)) {
                $mapping = self::returned($file);

                return is_array($mapping) ? $mapping : [];
            }
        }

        return [];
    }

    private static function returned(string $file): mixed
    {
        ob_start();
        try {
            return require $file;
        } finally {
            ob_end_clean();
        }
    }
}
