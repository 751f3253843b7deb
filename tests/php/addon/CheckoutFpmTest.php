<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use Fpm;
use WHMCS\Database\Capsule;

require_once dirname(__DIR__) . '/processes/Fpm.php';

/** The last places of a product behind a real PHP-FPM with eight workers, whose requests end before their recalculations do. */
final class CheckoutFpmTest extends ShoppingTestCase
{
    private const CUSTOMERS = 64;
    private const WORKERS = 8;

    private int $product;
    private Fpm $server;

    protected function setUp(): void
    {
        parent::setUp();
        // The workers run as another user.
        chmod(Workshop::folder(), 0755);
        $this->product = $this->product('VPS', 5, ['qty' => 10]);
        $this->room(5, 10);
        $this->serve();
    }

    protected function tearDown(): void
    {
        $this->server->stop();
        chmod(Workshop::folder(), 0700);
        parent::tearDown();
    }

    public function testSixtyFourCustomersShareTenPlacesAndADeclinedCardMayTryAgain(): void
    {
        for ($try = 1; $try <= 5; $try++) {
            // Every worker has its classes, and the panel's answers are cached.
            $this->server->together(array_fill(0, 4 * self::WORKERS, $this->request('first')));
            $answers = $this->server->together(array_map(
                fn (int $n): array => $this->request("customer{$n}"),
                range(1, self::CUSTOMERS),
            ));
            if ($this->passed() === []) {
                break;
            }
            // A cart that waited for the lock too long on a busy machine passes unchecked: then there is nothing to count.
            $this->tearDown();
            $this->setUp();
        }
        $passed = array_keys($answers, '[]', true);
        self::assertSame([], $this->passed());
        self::assertCount(9, $passed, 'beside the first one');

        // Each of the nine has its card declined, and pays at the second try.
        $again = array_map(fn (int $n): array => $this->request('customer' . ($n + 1), 'order'), $passed);
        self::assertSame(array_fill(0, 9, '[]'), $this->server->together($again));
        self::assertSame(['[]'], $this->server->together([$this->request('first', 'order')]));

        self::assertSame(10, Capsule::table('tblhosting')->count());
        self::assertNotSame(['[]'], $this->server->together([$this->request('late')]));
        self::assertSame([$this->product => 0], $this->recalculate());
        self::assertSame(0, $this->quantity($this->product));
        self::assertSame([], $this->passed());
        self::assertStringNotContainsString('exited on signal', $this->server->masterLog());
    }

    /** @return array{string, string} path and body */
    private function request(string $customer, string $then = ''): array
    {
        return ["/pay.php?customer={$customer}&then={$then}", ''];
    }

    private function serve(): void
    {
        file_put_contents("{$this->shop->root}/pay.php", '<?php require __DIR__ . "/init.php"; session_id($_GET["customer"]);'
            . ' $_SESSION = ["cart" => ["products" => [["pid" => ' . $this->product . ']]]];'
            . ' $errors = run_hook("ShoppingCartValidateCheckout")[0];'
            . ' if ($errors === [] && $_GET["then"] === "order") { WhmcsStandIn\Orders::place([' . $this->product . ']); }'
            . ' echo json_encode($errors);');
        $cache = Workshop::folder() . '/fpm-cache-' . bin2hex(random_bytes(3));
        mkdir($cache, 0700);
        chown($cache, Fpm::USER);
        $extensions = ['mysqlnd', 'pdo', 'pdo_mysql', 'mbstring', 'ctype', 'tokenizer', 'posix', Workshop::extension()];
        $this->server = new Fpm(Workshop::folder() . '/fpm-' . bin2hex(random_bytes(3)), $this->shop->root, [
            'extension' => $extensions,
            'zend_extension' => 'opcache',
            'virtfusion_direct.cafile' => Workshop::folder() . '/authorities.pem',
            'virtfusion_direct.cache_dir' => $cache,
        ], self::WORKERS);
    }
}
