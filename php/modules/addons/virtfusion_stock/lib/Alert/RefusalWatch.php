<?php

/*
 * Finds creations that a panel refused although stock was above zero. The event notes them at once; here those are read that were not
 * reported yet.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Alert;

use WHMCS\Module\Addon\VirtfusionStock\History\Proof;
use WHMCS\Module\Addon\VirtfusionStock\Panel\Panels;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Product;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class RefusalWatch
{
    /** Seconds after which what was not reported is not reported any more. */
    private const LIFE = 172800;

    public function __construct(private Proof $proof, private Panels $panels, private int $now)
    {
    }

    /**
     * @param array<int, Product> $products those with stock control, by id
     * @return list<Alarm> each is noted in its subject
     */
    public function alarms(array $products, Subjects $subjects): array
    {
        $new = [];
        foreach ($this->proof->refusedSince($this->now - self::LIFE) as $refusal) {
            $product = $refusal['product'];
            // One of this second may have others beside it that are not there yet: the next run reports them together.
            $since = isset($products[$product]) ? $subjects->product($product)->toldAt(Alarm::REFUSED) ?? 0 : null;
            if ($since !== null && $refusal['at'] >= $since && $refusal['at'] < $this->now) {
                $new[$product][] = $refusal['at'];
            }
        }
        $alarms = [];
        foreach ($new as $id => $moments) {
            $subject = $subjects->product($id);
            if ($subject->isAllowed(Alarm::REFUSED, $this->now)) {
                $subject->report(Alarm::REFUSED, $this->now);
                $cause = Cause::of('refused', $this->panels->for($products[$id]));
                $alarms[] = new Alarm(
                    Alarm::REFUSED,
                    [$cause],
                    $id,
                    $products[$id]->name,
                    $products[$id]->quantity,
                    max($moments),
                    times: count($moments),
                );
            }
        }

        return $alarms;
    }
}
