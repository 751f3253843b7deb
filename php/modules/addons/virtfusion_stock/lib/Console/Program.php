<?php

/*
 * Runs the commands of bin/stock. Results go to standard output, everything else to standard error.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Console;

use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Metrics\Metrics;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Extension;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Settings;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\GroupNameUpdate;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Outcome;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Reading;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Sweep;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Explanation;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Program
{
    private const DONE = 0;
    private const SOME_UNKNOWN = 1;
    private const NOT_RUN = 2;

    private Words $words;
    private Terminal $terminal;

    public function __construct(private Shop $shop, private bool $json)
    {
        $this->words = Words::of();
        $this->terminal = new Terminal();
    }

    /** @return int the exit status */
    public function run(string $command, int $product): int
    {
        try {
            if ($command === 'metrics') {
                return $this->metrics();
            }
            if (!Extension::loaded()) {
                return $this->refuse(Extension::advice());
            }

            return match ($command) {
                'plan' => $this->plan(),
                'recalculate' => $this->recalculate(),
                'explain' => $this->explain($product),
                default => $this->check(),
            };
        } catch (Throwable $failure) {
            return $this->refuse($failure::class . ': ' . Text::line($failure->getMessage(), 300));
        } finally {
            $this->terminal->endProgress();
        }
    }

    private function plan(): int
    {
        $outcome = (new Sweep($this->shop))->preview($this->terminal->progress($this->words));

        return $this->show($outcome, 'result_would', fn (Reading $reading): Explanation => Explanation::ofReading(
            $this->named($reading),
            $reading,
        ));
    }

    private function recalculate(): int
    {
        if (!$this->isActive()) {
            return $this->refuse($this->words->say('console_not_active'));
        }
        $outcome = (new Sweep($this->shop))->allUncached('command line', $this->terminal->progress($this->words));
        if (!$outcome->started) {
            return $this->refuse($this->words->say('blocked'));
        }
        (new GroupNameUpdate($this->shop))->after($outcome);
        $entries = $this->shop->ledger()->all();

        return $this->show($outcome, 'result_written', fn (Reading $reading) => Explanation::ofEntry(
            $this->named($reading),
            $entries[$reading->product] ?? null,
        ));
    }

    /** Prints everything or nothing: a collector would take a part for the whole. */
    private function metrics(): int
    {
        if (!$this->isActive()) {
            return $this->refuse($this->words->say('console_not_active'));
        }
        $text = (new Metrics($this->shop))->text();
        $isPrinted = fwrite(STDOUT, $text) === strlen($text) && fflush(STDOUT);

        return $isPrinted ? self::DONE : $this->refuse($this->words->say('console_not_printed'));
    }

    private function isActive(): bool
    {
        return $this->shop->database->table('tbladdonmodules')->where('module', Settings::MODULE)->exists();
    }

    private function explain(int $product): int
    {
        $found = $this->shop->products()->controlledOne($product)[$product] ?? null;
        if ($found === null) {
            return $this->refuse($this->words->say('not_a_product'));
        }
        $reading = (new Sweep($this->shop))->explain($found, $this->terminal->progress($this->words));
        $this->terminal->endProgress();
        $this->json
            ? $this->printJson(self::data($reading) + ['report' => $reading->report])
            : print((new ProductReport($this->named($reading), $this->terminal))->of($reading));

        return $reading->known() ? self::DONE : self::SOME_UNKNOWN;
    }

    private function check(): int
    {
        $answers = [];
        foreach ($this->shop->panels()->all() as $id => $panel) {
            $answers[$id] = ['panel' => $panel->label(), 'error' => $panel->check()];
        }
        if ($answers === []) {
            return $this->refuse($this->words->say('no_panels'));
        }
        $bad = array_filter(array_column($answers, 'error'));
        if ($this->json) {
            $this->printJson(array_map(
                static fn (array $answer): array => ['success' => $answer['error'] === ''] + $answer,
                $answers,
            ));
        } else {
            foreach ($answers as $answer) {
                $key = $answer['error'] === '' ? 'check_good' : 'check_bad';
                $line = $this->words->say($key, ['panel' => $answer['panel'], 'error' => $answer['error']]);
                echo $this->terminal->paint($answer['error'] === '' ? '32' : '31', $line), "\n";
            }
        }

        return $bad === [] ? self::DONE : self::SOME_UNKNOWN;
    }

    /** Sentences that name the groups of the reading's panel. */
    private function named(Reading $reading): Words
    {
        return $this->shop->groupNames()->in($this->words, $reading->panelId);
    }

    /** @param callable(Reading): Explanation $why */
    private function show(Outcome $outcome, string $verb, callable $why): int
    {
        $this->terminal->endProgress();
        $unknown = array_filter($outcome->readings, static fn (Reading $reading): bool => !$reading->known());
        if ($this->json) {
            $this->printJson((object) array_map([self::class, 'data'], $outcome->readings));
        } elseif ($outcome->readings === []) {
            echo $this->words->say('no_products'), "\n";
        } else {
            echo (new ProductTable($this->words, $this->terminal))->of($outcome->readings, $verb, $why);
        }

        return $unknown === [] ? self::DONE : self::SOME_UNKNOWN;
    }

    private function refuse(string $complaint): int
    {
        $this->terminal->endProgress();
        if ($this->json) {
            echo json_encode(['success' => false, 'error' => $complaint], JSON_INVALID_UTF8_SUBSTITUTE), "\n";
        } else {
            fwrite(STDERR, "stock: {$complaint}\n");
        }

        return self::NOT_RUN;
    }

    private function printJson(mixed $data): void
    {
        $flags = JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE
            | JSON_PRESERVE_ZERO_FRACTION;
        echo json_encode(['success' => true, 'data' => $data], $flags), "\n";
    }

    /** @return array<string, mixed> */
    private static function data(Reading $reading): array
    {
        return [
            'product' => $reading->product,
            'name' => $reading->name,
            'before' => $reading->before,
            'quantity' => $reading->quantity,
            'reason' => $reading->reason,
            'error' => $reading->error,
            'cause' => $reading->cause,
        ];
    }
}
