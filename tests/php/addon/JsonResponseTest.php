<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use PHPUnit\Framework\TestCase;

final class JsonResponseTest extends TestCase
{
    private const LIB = __DIR__ . '/../../../php/modules/addons/virtfusion_stock/lib';

    public function testTheResponseReplacesBufferedOutput(): void
    {
        self::assertSame(self::error('no'), $this->sent('ob_start(); echo "<html>"; ob_start(); echo "<body>";'));
    }

    public function testAnUnremovableBufferIsEmptiedAndTheResponseIsSent(): void
    {
        self::assertSame(self::error('no'), $this->sent('ob_start(null, 0, PHP_OUTPUT_HANDLER_CLEANABLE); echo "<html>"; ob_start(); echo "<body>";'));
    }

    public function testAnUncleanableBufferDoesNotBlockTheResponse(): void
    {
        self::assertSame('<html>' . self::error('no'), $this->sent('ob_start(null, 0, 0); echo "<html>";'));
    }

    private static function error(string $message): string
    {
        return json_encode(['success' => false, 'error' => $message], JSON_THROW_ON_ERROR);
    }

    /** The output of a process that buffers something and then sends a response; an endless loop is killed. */
    private function sent(string $before): string
    {
        $code = 'require ' . var_export(self::LIB . '/autoload.php', true) . "; {$before}"
            . ' WHMCS\Module\Addon\VirtfusionStock\Admin\JsonResponse::error(403, "no")->send();';
        exec('timeout 20 ' . PHP_BINARY . ' -n -r ' . escapeshellarg($code), $output, $status);
        self::assertSame(0, $status);

        return implode("\n", $output);
    }
}
