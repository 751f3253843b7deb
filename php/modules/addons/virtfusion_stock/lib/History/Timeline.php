<?php

/*
 * A product's history as stretches of time without a hole: where nothing was recorded, or nobody looked, the stretch is not known.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\History;

use DateTimeImmutable;
use DateTimeZone;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Timeline
{
    /** The reason of a time before the first row. */
    public const NOT_RECORDED = 'not_recorded';

    /** @param list<Span> $spans in order, each beginning where the one before ends */
    private function __construct(private array $spans, public readonly int $now)
    {
    }

    /**
     * @param list<Sample> $samples the oldest first
     * @param int $since where it begins, in seconds since the epoch
     * @param int $now where it ends
     * @param int $knownUntil until when the last sample holds: the last attempt, or now if that is recent
     */
    public static function of(array $samples, int $since, int $now, int $knownUntil): self
    {
        $last = $samples === [] ? null : $samples[count($samples) - 1];
        if ($last?->isKnown() === true && $knownUntil < $now) {
            $samples[] = Sample::unknown(max($last->at, $knownUntil), Sample::NOT_LOOKED);
        }
        array_unshift($samples, Sample::unknown($since, self::NOT_RECORDED));
        $spans = [];
        foreach ($samples as $n => $sample) {
            $end = isset($samples[$n + 1]) ? $samples[$n + 1]->at : $now;
            $span = (new Span($sample->at, $end, $sample))->within($since, $now);
            if ($span !== null) {
                $spans[] = $span;
            }
        }

        return new self($spans, $now);
    }

    /** The last $days days: midnight $days - 1 days ago until now. */
    public function latest(int $days): self
    {
        $since = $this->midnight($days - 1)->getTimestamp();
        $spans = [];
        foreach ($this->spans as $span) {
            $part = $span->within($since, $this->now);
            if ($part !== null) {
                $spans[] = $part;
            }
        }

        return new self($spans, $this->now);
    }

    /** The first moment of a timeline of so many days that ends at this time, in the shop's time zone. */
    public static function start(int $now, int $days): int
    {
        return (new self([], $now))->midnight($days - 1)->getTimestamp();
    }

    /** @return list<Span> in order */
    public function spans(): array
    {
        return $this->spans;
    }

    /** What is known now; null if nothing is. */
    public function present(): ?Sample
    {
        $last = $this->spans === [] ? null : $this->spans[count($this->spans) - 1]->sample;

        return $last?->isKnown() === true ? $last : null;
    }

    /**
     * The last days in the shop's time zone, today included.
     *
     * @param int $days how many
     * @return list<Day> the oldest first
     */
    public function days(int $days): array
    {
        $found = [];
        $n = 0;
        for ($ago = $days - 1; $ago >= 0; $ago--) {
            $from = $this->midnight($ago);
            $to = $ago === 0 ? $this->now : $this->midnight($ago - 1)->getTimestamp();
            $ofDay = [];
            while (isset($this->spans[$n])) {
                $part = $this->spans[$n]->within($from->getTimestamp(), $to);
                if ($part !== null) {
                    $ofDay[] = $part;
                }
                if ($this->spans[$n]->to > $to) {
                    break;
                }
                $n++;
            }
            $found[] = Day::of($from->format('Y-m-d'), $ofDay);
        }

        return $found;
    }

    private function midnight(int $daysAgo): DateTimeImmutable
    {
        return (new DateTimeImmutable("@{$this->now}"))->setTimezone(new DateTimeZone(date_default_timezone_get()))
            ->modify("midnight -{$daysAgo} days");
    }
}
