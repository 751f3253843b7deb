<?php

/*
 * The dashboard widget: products that are sold out or not updated, and the age of the last sweep. It reads the ledger, asks no panel,
 * and shows nothing to admins who may not open the addon's page.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use Throwable;
use WHMCS\Module\AbstractWidget;
use WHMCS\Module\Addon\VirtfusionStock\Order\Hold;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Extension;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Widget extends AbstractWidget
{
    /** The most products of each kind that are named. */
    private const NAMED = 5;

    protected $title = 'VirtFusion Stock';
    protected $description = 'Products that are sold out or not updated, and the age of the last recalculation.';
    protected $weight = 150;
    protected $columns = 1;
    protected $cache = false;
    protected $requiredPermission = '';

    private function __construct(private Shop $shop)
    {
    }

    /** @return self|null null if the admin may not see it */
    public static function make(Shop $shop): ?self
    {
        return (new Access($shop->database))->isGranted() ? new self($shop) : null;
    }

    /** @return array<string, mixed> */
    public function getData()
    {
        if (!(new Access($this->shop->database))->isGranted()) {
            return [];
        }
        try {
            $swept = $this->shop->pendingSweep()->read()->sweptAt;
            $overview = Overview::load(Words::of(), $this->shop);
            $orders = $this->orders($overview);
        } catch (Throwable $failure) {
            $this->shop->journal()->failure('the dashboard widget', $failure);

            return ['failed' => true];
        }

        return [
            'total' => count($overview->products),
            'swept' => $swept,
            'sold_out' => self::named($overview->soldOut()),
            'sold_out_count' => count($overview->soldOut()),
            'not_updated' => self::named($overview->notUpdated()),
            'not_updated_count' => count($overview->notUpdated()),
            'on_order' => $orders['all'],
            'without_room' => $orders['without_room'],
            'advice' => Extension::loaded() ? null : Extension::advice(),
        ];
    }

    /** @return array{all: int|null, without_room: int} orders that are not built yet; paid ones without room; null: unreadable */
    private function orders(Overview $overview): array
    {
        $withoutRoom = array_merge(...array_map(static fn (ProductLine $line): array => $line->withoutRoom, $overview->products));
        try {
            $holds = $this->shop->openOrders()->read($this->shop->settings(), $this->shop->panels())->all;
        } catch (Throwable) {
            return ['all' => null, 'without_room' => 0];
        }
        $paid = array_filter($holds, static fn (Hold $hold): bool => $hold->isPaid && in_array($hold->service, $withoutRoom, true));

        return ['all' => count($holds), 'without_room' => count($paid)];
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
        $view = new View([], $this->shop->clock);

        return isset($data['failed'])
            ? $view->render('message', ['message' => 'failed_page'])
            : $view->render('widget', ['data' => $data]);
    }
}
