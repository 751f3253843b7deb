<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

/** A shop whose admin page is open in a browser: signed in as an admin. */
abstract class SignedInTestCase extends ShopTestCase
{
    protected const PAGE = '/admin/addonmodules.php?module=virtfusion_stock';

    protected Web $web;

    protected function setUp(): void
    {
        parent::setUp();
        $this->web = Web::serve($this->shop->root, $this->php());
        $this->web->signIn('admin');
    }

    protected function tearDown(): void
    {
        $this->web->stop();
        parent::tearDown();
    }
}
