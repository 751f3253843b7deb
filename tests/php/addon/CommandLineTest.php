<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;
use WhmcsStandIn\Process;

final class CommandLineTest extends ShopTestCase
{
    public function testAPlanShowsWhatWouldChangeAndWritesNothing(): void
    {
        $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $before = $this->everythingWritten();

        [$output, $errors, $code] = $this->stock('plan');

        self::assertSame([0, ''], [$code, $errors]);
        self::assertMatchesRegularExpression('/^1  VPS +4 +9  memory on the only hypervisor$/m', $output);
        self::assertStringContainsString('1 quantity would change, 0 unchanged, 0 not updated.', $output);
        self::assertStringNotContainsString("\033", $output);
        self::assertSame([4, $before], [$this->quantity(1), $this->everythingWritten()]);
    }

    public function testRecalculateWritesAndExitsWith1WhenAProductIsUnknown(): void
    {
        $known = $this->catalogue->product('known', 3, 5, ['qty' => 4]);
        $unknown = $this->catalogue->product('unknown', '', 5, ['qty' => 3]);

        [$output, , $code] = $this->stock('recalculate');

        self::assertSame(1, $code);
        self::assertSame([9, 3], [$this->quantity($known), $this->quantity($unknown)]);
        self::assertStringContainsString('the product names no package', $output);
        self::assertStringContainsString('→ Choose a package', $output);
        self::assertStringContainsString('1 quantity written, 0 unchanged, 1 not updated.', $output);
        self::assertStringContainsString('memory on the only hypervisor', $this->stock('recalculate')[0]);
    }

    public function testExplainShowsTheArithmeticAndWhatTheNextServerNeeds(): void
    {
        $this->panel->group(5, [self::host(11, 10240), self::host(12, 2048), self::host(13, 4096, ['prohibit' => true])]);
        $product = $this->catalogue->product('VPS', 3, 5);

        [$output, , $code] = $this->stock('explain', (string) $product);

        self::assertSame(0, $code);
        self::assertStringContainsString("#{$product} VPS: 10\n", $output);
        self::assertStringContainsString('Group 5: 9 + 1 = 10, within 5,000 free IPv4', $output);
        self::assertMatchesRegularExpression('/#12 hv-12 +1 .*memory, 205 MB short of one more$/m', $output);
        self::assertMatchesRegularExpression('/#13 hv-13 +- +closed to new servers$/m', $output);
    }

    public function testNamesFromThePanelCannotSendTerminalControlCodes(): void
    {
        $this->panel->group(5, [self::host(11, 10240, ['name' => "hv\e[2J\n0 not updated\u{9b}31m"])]);
        $product = $this->catalogue->product("VPS\e]0;title\x07", 3, 5);
        $this->recalculate();
        [$text] = $this->stock('explain', (string) $product);
        self::assertStringContainsString('hv', $text);
        self::assertDoesNotMatchRegularExpression('/[\x00-\x09\x0b-\x1f\x7f]|\xc2\x9b|\n0 left/', $text);
    }

    public function testJsonOutputIsMachineReadable(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);

        $plan = json_decode($this->stock('plan', '--json')[0], true);
        $explanation = json_decode($this->stock('--json', 'explain', (string) $product)[0], true);
        $check = json_decode($this->stock('check', '--json')[0], true);

        self::assertTrue($plan['success']);
        self::assertSame([4, 9, 'ok'], array_map(
            static fn (string $key): mixed => $plan['data'][$product][$key],
            ['before', 'quantity', 'reason'],
        ));
        self::assertSame(9, $explanation['data']['report']['groups'][0]['hypervisors'][0]['fits']);
        self::assertSame([1 => ['success' => true, 'panel' => "server #1 {$this->panel->hostname}", 'error' => '']], $check['data']);
    }

    public function testCheckExitsWith1AndShowsTheReasonWhenAPanelFails(): void
    {
        $this->panel->fails(['path' => '*', 'kind' => 'status', 'code' => 401]);

        [$output, , $code] = $this->stock('check');

        self::assertSame(1, $code);
        self::assertStringContainsString('refused the token', $output);
        self::assertStringNotContainsString(Panel::TOKEN, $output);
    }

    public function testACommandThatCannotRunExitsWith2AndShowsTheReason(): void
    {
        $cases = [
            [[], 'Usage:'],
            [['dance'], 'There is no command dance'],
            [['plan', '--fast'], 'There is no option --fast'],
            [['explain'], 'needs the id'],
            [['explain', '0'], 'needs the id'],
            [['explain', '999'], 'no stock-controlled VirtFusion product'],
            [['plan', '--whmcs=/nowhere'], 'init.php was not found in /nowhere'],
        ];
        foreach ($cases as [$arguments, $words]) {
            [$output, $errors, $code] = $this->stock(...$arguments);
            self::assertSame([2, ''], [$code, $output], implode(' ', $arguments));
            self::assertStringContainsString($words, $errors);
        }
        $process = Process::start([...$this->phpWithoutExtension(), $this->program(), 'plan'])->finish();
        self::assertSame(2, $process[2]);
        self::assertStringContainsString('virtfusion_direct is not loaded', $process[1]);
        Capsule::table('tbladdonmodules')->delete();
        self::assertSame(2, $this->stock('recalculate')[2]);
        self::assertSame(0, $this->stock('--help')[2]);
    }

    public function testWhmcsIsFoundThroughASymbolicLinkToTheAddon(): void
    {
        $this->catalogue->product('VPS', 3, 5);
        $real = Workshop::folder() . '/linked-' . bin2hex(random_bytes(4));
        $addon = "{$this->shop->root}/modules/addons/virtfusion_stock";
        rename($addon, $real);
        symlink($real, $addon);

        self::assertSame(0, $this->stock('plan')[2]);

        $process = Process::start([...$this->php(), "{$real}/bin/stock", 'plan', "--whmcs={$this->shop->root}"])->finish();
        self::assertSame(0, $process[2], $process[1]);
        Workshop::remove($real);
    }

    public function testATerminalShowsColoursAndProgressUnlessNoColorIsSet(): void
    {
        $this->catalogue->product('VPS', 3, 5);
        $this->panel->latency(1500);
        $command = implode(' ', array_map('escapeshellarg', [
            ...$this->php('virtfusion_direct.timeout=20'), $this->program(), 'plan',
        ]));
        $script = ['script', '-qec', $command, '/dev/null'];

        [$colourful] = Process::start(['env', 'TERM=xterm', ...$script])->finish();
        [$plain] = Process::start(['env', 'TERM=xterm', 'NO_COLOR=1', ...$script])->finish();
        $this->panel->latency(0);

        self::assertMatchesRegularExpression('/Asking server #1 .* 0 of 1 products done\. \d s/', $colourful);
        self::assertStringContainsString("\033[32m", $colourful);
        self::assertStringNotContainsString("\033[32m", $plain);
    }

    public function testATableFitsTheTerminalsWidth(): void
    {
        $this->catalogue->product('VPS with a name that takes its place', '', 5);
        $command = implode(' ', array_map('escapeshellarg', [...$this->php(), $this->program(), 'plan']));

        $widths = [];
        foreach ([72, 160] as $columns) {
            $script = ['script', '-qec', "stty cols {$columns}; {$command}", '/dev/null'];
            [$output] = Process::start(['env', '-u', 'COLUMNS', 'TERM=xterm', 'NO_COLOR=1', ...$script])->finish();
            self::assertStringContainsString('the product names no', $output);
            $lines = explode("\n", str_replace("\r", '', (string) preg_replace('/\e\[[\d;]*[A-Za-z]/', '', $output)));
            $widths[$columns] = max(array_map('mb_strlen', $lines));
        }

        self::assertLessThanOrEqual(72, $widths[72]);
        self::assertGreaterThan(100, $widths[160], 'a wide terminal is made use of');
    }

    /** @return array{0: string, 1: string, 2: int} */
    private function stock(string ...$arguments): array
    {
        return Process::start([...$this->php(), $this->program(), ...$arguments])->finish();
    }

    private function program(): string
    {
        return "{$this->shop->root}/modules/addons/virtfusion_stock/bin/stock";
    }
}
