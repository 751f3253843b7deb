<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use PHPUnit\Framework\TestCase;
use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Customer\Language;
use WHMCS\Module\Addon\VirtfusionStock\Customer\Texts;

final class CustomerTextsTest extends TestCase
{
    private const LANG = __DIR__ . '/../../../php/modules/addons/virtfusion_stock/lang';

    /** The languages that customers are answered in, by WHMCS's names. */
    private const LANGUAGES = [
        'danish', 'dutch', 'english', 'french', 'german', 'italian', 'norwegian', 'polish', 'portuguese-br', 'portuguese-pt', 'russian',
        'spanish', 'swedish', 'turkish',
    ];

    public function testEveryLanguageHasAFileAndEveryFileALanguage(): void
    {
        $files = array_map(static fn (string $file): string => basename($file, '.php'), glob(self::LANG . '/customers/*.php'));
        $files = array_values(array_diff($files, ['index']));
        sort($files);

        self::assertSame(self::LANGUAGES, $files);
        self::assertSame(self::LANGUAGES, Language::names());
    }

    public function testEveryFileHasEveryKeyEveryPlaceholderAndThePluralFormsOfItsLanguage(): void
    {
        $english = require self::LANG . '/customers/english.php';
        foreach (self::LANGUAGES as $name) {
            $texts = require self::LANG . "/customers/{$name}.php";
            self::assertSame(array_keys($english), array_keys($texts), $name);
            foreach ($texts as $key => $text) {
                self::assertSame(is_array($english[$key]), is_array($text), "{$name}: {$key}");
                if (is_array($text)) {
                    self::assertSame(Language::of($name)->categories(), array_keys($text), "{$name}: {$key}");
                }
                foreach ((array) $text as $form) {
                    $wanted = self::placeholders(((array) $english[$key])['other'] ?? $english[$key]);
                    self::assertSame($wanted, self::placeholders($form), "{$name}: {$key}");
                }
            }
        }
    }

    public function testEveryTextIsDefinedAndUsed(): void
    {
        $sources = '';
        foreach (glob(dirname(self::LANG) . '/lib/{Checkout,Customer,Hooks}/*.php', GLOB_BRACE) as $file) {
            $sources .= file_get_contents($file);
        }
        $texts = require self::LANG . '/customers/english.php';
        preg_match_all("/(?:say|count)\(\s*'([a-z0-9_]+)'/", $sources, $said);
        self::assertSame([], array_diff($said[1], array_keys($texts)));
        foreach (array_keys($texts) as $key) {
            $plain = (string) preg_replace('/_in$/', '', $key);
            self::assertStringContainsString("'{$plain}'", $sources, "nothing says {$key}");
        }
    }

    public function testTextsOfDifferentLanguagesAreDifferent(): void
    {
        $seen = [];
        foreach (self::LANGUAGES as $name) {
            $seen[$name] = Texts::in(Language::of($name), self::LANG)->say('upgrade');
        }

        self::assertSame($seen, array_unique($seen));
    }

    /**
     * @testWith ["english", "other one other other other other other"]
     *     ["german", "other one other other other other other"]
     *     ["dutch", "other one other other other other other"]
     *     ["swedish", "other one other other other other other"]
     *     ["danish", "other one other other other other other"]
     *     ["norwegian", "other one other other other other other"]
     *     ["turkish", "other one other other other other other"]
     *     ["spanish", "other one other other other other many"]
     *     ["italian", "other one other other other other many"]
     *     ["portuguese-pt", "other one other other other other many"]
     *     ["portuguese-br", "one one other other other other many"]
     *     ["french", "one one other other other other many"]
     *     ["polish", "many one few many many few many"]
     *     ["russian", "many one few many one few many"]
     */
    public function testNumbersHaveThePluralCategoryOfCldr(string $name, string $categories): void
    {
        $language = Language::of($name);

        self::assertSame(
            explode(' ', $categories),
            array_map([$language, 'category'], [0, 1, 2, 5, 21, 22, 1_000_000]),
        );
        foreach ([3, 11, 12, 14, 24, 100, 101, 111, 112, 999_999, 2_000_000] as $n) {
            self::assertContains($language->category($n), $language->categories());
        }
    }

    /**
     * @testWith [11, "many"]
     *     [12, "many"]
     *     [14, "many"]
     *     [24, "few"]
     *     [101, "one"]
     *     [111, "many"]
     *     [112, "many"]
     *     [122, "few"]
     */
    public function testTheTeensOfRussianArePluralsOfTheirOwn(int $n, string $category): void
    {
        self::assertSame($category, Language::of('russian')->category($n));
        self::assertSame($category === 'one' ? 'many' : $category, Language::of('polish')->category($n));
    }

    /**
     * @testWith ["polish", 1, "została 1 sztuka"]
     *     ["polish", 3, "zostały 3 sztuki"]
     *     ["polish", 5, "zostało 5 sztuk"]
     *     ["russian", 1, "остался 1 сервер"]
     *     ["russian", 4, "осталось 4 сервера"]
     *     ["russian", 5, "осталось 5 серверов"]
     *     ["french", 1, "plus que 1 disponible"]
     *     ["french", 2, "plus que 2 disponibles"]
     *     ["spanish", 1, "queda 1"]
     *     ["spanish", 2, "quedan 2"]
     */
    public function testANumberIsSaidInItsForm(string $name, int $n, string $text): void
    {
        self::assertSame($text, Texts::in(Language::of($name), self::LANG)->count('left', $n));
    }

    /**
     * @testWith [65536, "64 GB", "64 Go"]
     *     [1536, "1536 MB", "1536 Mo"]
     *     [512, "512 MB", "512 Mo"]
     */
    public function testMemoryIsSaidInWholeGigabytesWhereItIs(int $megabytes, string $english, string $french): void
    {
        self::assertSame($english, Texts::in(Language::of('english'), self::LANG)->memory($megabytes));
        self::assertSame($french, Texts::in(Language::of('french'), self::LANG)->memory($megabytes));
    }

    /**
     * @testWith ["klingon"]
     *     ["../english"]
     *     [""]
     *     [null]
     *     [7]
     */
    public function testALanguageWithoutTextsIsAnsweredInEnglish(mixed $name): void
    {
        self::assertSame('english', Language::of($name)->name);
    }

    public function testALanguageNameIsReadAsWhmcsMayWriteIt(): void
    {
        self::assertSame('portuguese-br', Language::of(' Portuguese-BR ')->name);
    }

    public function testAnOverrideReplacesWhatItNamesAndNothingElse(): void
    {
        $folder = $this->lang(
            '<?php echo "noise"; return ["sold_out" => "vergriffen", "left" => ["one" => "nur :n"], "none" => 7, "own" => "x"];',
        );

        $texts = Texts::in(Language::of('german'), $folder);

        self::assertSame('vergriffen', $texts->say('sold_out'));
        self::assertSame(['nur 1', 'noch 2 verfügbar'], [$texts->count('left', 1), $texts->count('left', 2)]);
        self::assertSame('Für diesen Server ist derzeit kein Platz.', $texts->say('none'));
        self::assertSame('own', $texts->say('own'));
        self::assertSame('sold out', Texts::in(Language::of('english'), $folder)->say('sold_out'));
    }

    /**
     * @testWith ["<?php return ["]
     *     ["<?php throw new Exception('no');"]
     */
    public function testAnOverrideThatCannotBeReadIsReportedAndNotUsed(string $file): void
    {
        $reported = [];

        $texts = Texts::in(Language::of('german'), $this->lang($file), static function (Throwable $failure) use (&$reported): void {
            $reported[] = $failure::class;
        });

        self::assertSame('ausverkauft', $texts->say('sold_out'));
        self::assertCount(1, $reported);
    }

    public function testAnOverrideThatReturnsSomethingElseChangesNothing(): void
    {
        $texts = Texts::in(Language::of('german'), $this->lang('<?php return 7;'));

        self::assertSame('ausverkauft', $texts->say('sold_out'));
    }

    /** A folder with the addon's texts and this override for German. */
    private function lang(string $override): string
    {
        $folder = Workshop::folder() . '/lang-' . bin2hex(random_bytes(4));
        mkdir("{$folder}/overrides", 0700, true);
        symlink((string) realpath(self::LANG . '/customers'), "{$folder}/customers");
        file_put_contents("{$folder}/overrides/german.php", $override);

        return $folder;
    }

    /** @return list<string> */
    private static function placeholders(string $text): array
    {
        preg_match_all('/:[a-z]+/', $text, $found);
        sort($found[0]);

        return $found[0];
    }
}
