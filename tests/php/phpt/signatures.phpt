--TEST--
Reflection gives exactly the documented signatures
--FILE--
<?php
foreach (['Module', 'StockControl', 'RateLimit', 'Cache', 'Webhook'] as $name) {
    $class = new ReflectionClass("VirtFusionDirect\\$name");
    echo $class->isFinal() ? 'final ' : '', $class->getName(), "\n";
    foreach ($class->getMethods(ReflectionMethod::IS_PUBLIC) as $method) {
        $parameters = array_map(function (ReflectionParameter $p) {
            $attributes = array_map(fn ($a) => "#[{$a->getName()}] ", $p->getAttributes());
            return implode($attributes) . $p->getType() . ' $' . $p->getName()
                . ($p->isOptional() ? ' = ' . json_encode($p->getDefaultValue(), JSON_PRESERVE_ZERO_FRACTION) : '');
        }, $method->getParameters());
        echo '  ', $method->isStatic() ? 'static ' : '', $method->getName(), '(', implode(', ', $parameters), ')',
            $method->hasReturnType() ? ': ' . $method->getReturnType() : '', "\n";
    }
}
?>
--EXPECT--
final VirtFusionDirect\Module
  fetchPackage(int $packageId): array|false|null
  fetchGroupResources(int $groupId): array|false|null
  fetchGroupNames(): ?array
  forgetPackage(int $packageId): void
  forgetGroupResources(int $groupId): void
  testConnection(): array
  requestCounts(): array
  lastError(): ?string
  __construct(string $url, #[SensitiveParameter] string $token)
final VirtFusionDirect\StockControl
  prefetch(array $products, ?float $deadline = null, ?float $since = null): void
  quantity(array $product, ?float $deadline = null, array $holds = [], ?float $since = null): ?int
  quantities(array $products, ?float $deadline = null, array $holds = [], ?float $since = null): array
  explain(array $products, ?float $deadline = null, array $holds = [], ?float $since = null): array
  survey(array $products, ?array $states = null, ?float $deadline = null, array $holds = [], ?float $since = null): array
  static groupCapacity(array $resources, array $package, int $ipv4Required = 1, float $bufferPct = 10.0): ?int
  __construct(VirtFusionDirect\Module $module)
final VirtFusionDirect\RateLimit
  static acquire(string $key, int $seconds): bool
  static release(string $key): void
final VirtFusionDirect\Cache
  static facts(): array
final VirtFusionDirect\Webhook
  static post(#[SensitiveParameter] string $url, string $body, #[SensitiveParameter] array $headers = [], float $timeout = 5.0): ?string
