<?php

/*
 * The dashboard's widget: products at zero, products left alone, age of the last sweep. It reads the ledger, asks no
 * panel, and shows nothing to admins who may not open the addon's page.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

use Throwable;
use WHMCS\Module\AbstractWidget;

final class Widget extends AbstractWidget
{
    /** Products that are named, of each kind. */
    private const NAMED = 5;

    protected $title = 'VirtFusion Stock';
    protected $description = 'Products at zero, products left alone, and the age of the last recalculation.';
    protected $weight = 150;
    protected $columns = 1;
    protected $cache = false;
    protected $requiredPermission = '';

    /** For the hook: null where the admin may not see it. */
    public static function make(): ?self
    {
        return Access::isGranted() ? new self() : null;
    }

    /** @return array<string, mixed> */
    public function getData()
    {
        if (!Access::isGranted()) {
            return [];
        }
        try {
            $swept = Coalescing::read()->sweptAt();
            $rows = Overview::rows(Words::of(), Settings::load());
        } catch (Throwable $failure) {
            Journal::failure('the dashboard widget', $failure);

            return ['failed' => true];
        }
        $lists = ['sold_out' => [], 'left_alone' => []];
        foreach ($rows as $row) {
            $lists[$row['state']][] = array_intersect_key($row, ['id' => 1, 'name' => 1, 'sentence' => 1]);
        }

        return [
            'total' => count($rows),
            'swept' => $swept === null ? null : gmdate('Y-m-d H:i:s', $swept),
            'sold_out' => array_slice($lists['sold_out'], 0, self::NAMED),
            'sold_out_count' => count($lists['sold_out']),
            'left_alone' => array_slice($lists['left_alone'], 0, self::NAMED),
            'left_alone_count' => count($lists['left_alone']),
            'advice' => Extension::loaded() ? null : Extension::advice(),
        ];
    }

    /** @param mixed $data what getData() gave */
    public function generateOutput($data)
    {
        if (!is_array($data) || $data === []) {
            return '';
        }
        $view = new View([]);

        return isset($data['failed'])
            ? $view->render('message', ['message' => 'failed_page'])
            : $view->render('widget', ['data' => $data]);
    }
}
