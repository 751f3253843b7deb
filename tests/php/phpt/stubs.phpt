--TEST--
The stubs match reflection of the extension
--FILE--
<?php
// The stubs' classes have the extension's names, so they are read under another namespace.
foreach (glob(getenv('VIRTFUSION_STUBS') . '/*.php') as $file) {
    $source = str_replace('namespace VirtFusionDirect;', 'namespace Stubs;', file_get_contents($file), $replaced);
    if ($replaced !== 1 || !class_exists('VirtFusionDirect\\' . basename($file, '.php'))) {
        echo basename($file), " is no stub of a class of the extension\n";
    }
    eval(substr($source, strlen('<?php')));
}

function described(ReflectionClass $class): array
{
    $plain = fn (?ReflectionType $type): string => str_replace(['Stubs\\', 'VirtFusionDirect\\'], '', (string) $type);
    $attributes = fn ($of): array => array_map(fn ($attribute) => [$attribute->getName(), $attribute->getArguments()], $of->getAttributes());
    $methods = [];
    foreach ($class->getMethods() as $method) {
        $parameters = [];
        foreach ($method->getParameters() as $parameter) {
            $parameters[] = [
                $parameter->getName(),
                $plain($parameter->getType()),
                $parameter->isOptional() ? var_export($parameter->getDefaultValue(), true) : 'required',
                $parameter->isVariadic(),
                $parameter->isPassedByReference(),
                $attributes($parameter),
            ];
        }
        $methods[$method->getName()] = [
            Reflection::getModifierNames($method->getModifiers()),
            $parameters,
            $plain($method->getReturnType()),
            $attributes($method),
        ];
    }
    ksort($methods);

    return [
        'final' => $class->isFinal(),
        'abstract' => $class->isAbstract(),
        'interfaces' => $class->getInterfaceNames(),
        'parent' => $class->getParentClass(),
        'constants' => $class->getConstants(),
        'properties' => $class->getProperties(),
        'methods' => $methods,
    ];
}

$extension = (new ReflectionExtension('virtfusion_direct'))->getClassNames();
sort($extension);
foreach ($extension as $name) {
    $short = (new ReflectionClass($name))->getShortName();
    $same = described(new ReflectionClass($name)) === described(new ReflectionClass("Stubs\\$short"));
    echo $short, $same ? " is as its stub says\n" : " differs from its stub\n";
    if (!$same) {
        var_dump(described(new ReflectionClass($name)), described(new ReflectionClass("Stubs\\$short")));
    }
    foreach ((new ReflectionClass("Stubs\\$short"))->getMethods(ReflectionMethod::IS_PUBLIC) as $method) {
        if (!$method->getDocComment()) {
            echo "{$short}::{$method->getName()}() is not documented\n";
        }
    }
}
?>
--EXPECT--
Cache is as its stub says
Module is as its stub says
RateLimit is as its stub says
StockControl is as its stub says
Webhook is as its stub says
