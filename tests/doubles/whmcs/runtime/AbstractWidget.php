<?php

/*
 * A dashboard widget, as far as WHMCS documents it.
 */

declare(strict_types=1);

namespace WHMCS\Module;

abstract class AbstractWidget
{
    protected $title = '';
    protected $description = '';
    protected $weight = 150;
    protected $columns = 1;
    protected $cache = false;
    protected $cacheExpiry = 120;
    protected $requiredPermission = '';

    /** @return array<mixed> */
    abstract public function getData();

    /** @param array<mixed> $data */
    abstract public function generateOutput($data);

    public function getTitle(): string
    {
        return $this->title;
    }

    /** What the dashboard shows: the data have been through the cache, which keeps them serialised. */
    public function render(): string
    {
        return (string) $this->generateOutput(unserialize(serialize($this->getData())));
    }
}
