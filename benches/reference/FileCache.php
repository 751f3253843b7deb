<?php

/*
 * One file per answer, read and decoded again on every hit.
 */

declare(strict_types=1);

namespace VirtFusionReference;

final class FileCache
{
    public function __construct(private string $folder)
    {
    }

    /** @return array{0: mixed}|null the value in a list; null if there is none or it has expired */
    public function get(string $key): ?array
    {
        $file = $this->file($key);
        $text = is_file($file) ? file_get_contents($file) : false;
        $entry = $text === false ? null : json_decode($text, true);
        if (!is_array($entry) || $entry['until'] <= time()) {
            return null;
        }

        return [$entry['value']];
    }

    public function put(string $key, mixed $value, int $seconds): void
    {
        $file = $this->file($key);
        $new = $file . '.' . getmypid();
        file_put_contents($new, json_encode(['until' => time() + $seconds, 'value' => $value]));
        rename($new, $file);
    }

    private function file(string $key): string
    {
        return "{$this->folder}/" . md5($key) . '.json';
    }
}
