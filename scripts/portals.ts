import { makeToken } from "#worker/tokens";
import { applicationId } from "#worker/webhooks/application";

/**
 * Tells the simulated providers where the shop is, as a person does once in each provider's portal: the address of signed events, and
 * Airtel's one callback address. `vars`: the Worker's variables.
 */
export async function registerAtPortals(simulatorsUrl: string, vars: Readonly<Record<string, string>>): Promise<void> {
  const { SHOP_URL: shopUrl = "", CALLBACK_SECRET = "", AIRTEL_ACCOUNT = "" } = vars;
  const secret = { current: CALLBACK_SECRET, previous: undefined };
  const airtel = makeToken(secret, "application", applicationId({ code: "airtel", account: AIRTEL_ACCOUNT }));
  const settings = {
    stripe: { webhookUrl: `${shopUrl}/webhooks/st` },
    paypal: { webhookUrl: `${shopUrl}/webhooks/pp` },
    airtel: { callbackUrl: `${shopUrl}/webhooks/am/${airtel}` },
  };
  for (const [provider, changes] of Object.entries(settings)) {
    const answer = await fetch(`${simulatorsUrl}/_control/auto`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ provider, settings: changes }),
    });
    if (!answer.ok) throw new Error(`${provider}'s portal answered ${answer.status}: ${await answer.text()}`);
  }
}
