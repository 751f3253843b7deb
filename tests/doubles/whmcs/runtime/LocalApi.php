<?php

/*
 * The commands of WHMCS's local API that a server module's surroundings use. Every call is kept in
 * stand_in_calls, so that a test can see what was asked; passwords are not kept.
 */

declare(strict_types=1);

namespace WhmcsStandIn;

use RuntimeException;
use WHMCS\Database\Capsule;

final class LocalApi
{
    /**
     * @param array<string, mixed> $values
     * @return array<string, mixed>
     */
    public static function call(string $command, array $values): array
    {
        Capsule::table('stand_in_calls')->insert([
            'command' => $command,
            'arguments' => (string) json_encode(array_diff_key($values, ['password2' => true])),
        ]);

        return match (strtolower($command)) {
            'acceptorder' => self::acceptOrder((int) ($values['orderid'] ?? 0)),
            'decryptpassword' => ['result' => 'success', 'password' => decrypt((string) ($values['password2'] ?? ''))],
            'encryptpassword' => ['result' => 'success', 'password' => encrypt((string) ($values['password2'] ?? ''))],
            'logactivity' => self::logActivity($values),
            'modulecreate' => self::moduleCreate((int) ($values['serviceid'] ?? $values['accountid'] ?? 0)),
            'sendadminemail' => self::sendAdminEmail($values),
            'moduleterminate' => self::moduleTerminate((int) ($values['serviceid'] ?? $values['accountid'] ?? 0)),
            default => self::error("Command Not Found: {$command}"),
        };
    }

    /** @return array<string, mixed> */
    private static function acceptOrder(int $id): array
    {
        $refusal = Capsule::table('tblconfiguration')->where('setting', 'StandInRefuseOrders')->value('value');
        if ($refusal === 'throw') {
            throw new RuntimeException('AcceptOrder broke off');
        }
        if ($refusal !== null) {
            return self::error((string) $refusal);
        }
        if (!Capsule::table('tblorders')->where('id', $id)->where('status', 'Pending')->exists()) {
            return self::error('Order ID Not Found or Status not Pending');
        }
        run_hook('AcceptOrder', ['orderid' => $id]);
        Capsule::table('tblorders')->where('id', $id)->update(['status' => 'Active']);

        return ['result' => 'success'];
    }

    /**
     * @param array<string, mixed> $values
     * @return array<string, mixed>
     */
    private static function logActivity(array $values): array
    {
        logActivity((string) ($values['description'] ?? ''), (int) ($values['clientid'] ?? 0));

        return ['result' => 'success'];
    }

    /**
     * @param array<string, mixed> $values
     * @return array<string, mixed>
     */
    private static function sendAdminEmail(array $values): array
    {
        $refusal = Capsule::table('tblconfiguration')->where('setting', 'StandInRefuseMail')->value('value');
        if ($refusal === 'throw') {
            throw new RuntimeException('SMTP connect() failed');
        }
        $hasContent = ($values['customsubject'] ?? '') !== '' && ($values['custommessage'] ?? '') !== '';

        return $refusal === null && $hasContent ? ['result' => 'success'] : self::error((string) $refusal);
    }

    /** @return array<string, mixed> */
    private static function moduleCreate(int $service): array
    {
        $params = Services::params($service);
        $create = Modules::serverFunction($params['moduletype'], 'CreateAccount');
        $result = $create === null ? Services::placed($service) : $create($params);
        if ($result !== 'success') {
            run_hook('AfterModuleCreateFailed', ['params' => $params, 'failureResponseMessage' => $result]);

            return self::error($result);
        }
        Capsule::table('tblhosting')->where('id', $service)->update(['domainstatus' => 'Active']);
        run_hook('AfterModuleCreate', ['params' => $params]);

        return ['result' => 'success'];
    }

    /** @return array<string, mixed> */
    private static function moduleTerminate(int $service): array
    {
        $params = Services::params($service);
        Capsule::table('mod_virtfusion_direct')->where('service_id', $service)->delete();
        Capsule::table('tblhosting')->where('id', $service)->update(['domainstatus' => 'Terminated']);
        run_hook('AfterModuleTerminate', ['params' => $params]);

        return ['result' => 'success'];
    }

    /** @return array<string, mixed> */
    private static function error(string $message): array
    {
        return ['result' => 'error', 'message' => $message];
    }
}
