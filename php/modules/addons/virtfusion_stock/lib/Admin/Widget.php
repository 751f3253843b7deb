<?php

/*
 * The dashboard's widget: products at zero, products left alone, age of the last sweep. It reads the ledger, asks no
 * panel, and shows nothing to admins who may not open the addon's page.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use Throwable;
use WHMCS\Module\AbstractWidget;
use WHMCS\Module\Addon\VirtfusionStock\Extension;
use WHMCS\Module\Addon\VirtfusionStock\Journal;
use WHMCS\Module\Addon\VirtfusionStock\Settings;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Coalescing;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

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
            $overview = Overview::load(Words::of(), Settings::load());
        } catch (Throwable $failure) {
            Journal::failure('the dashboard widget', $failure);

            return ['failed' => true];
        }

        return [
            'total' => count($overview->products),
            'swept' => $swept,
            'sold_out' => self::named($overview->soldOut()),
            'sold_out_count' => count($overview->soldOut()),
            'left_alone' => self::named($overview->leftAlone()),
            'left_alone_count' => count($overview->leftAlone()),
            'advice' => Extension::loaded() ? null : Extension::advice(),
        ];
    }

    /**
     * @param list<ProductLine> $lines
     * @return list<array{id: int, name: string, sentence: string}>
     */
    private static function named(array $lines): array
    {
        return array_map(
            static fn (ProductLine $line): array => ['id' => $line->id, 'name' => $line->name, 'sentence' => $line->sentence],
            array_slice($lines, 0, self::NAMED),
        );
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
