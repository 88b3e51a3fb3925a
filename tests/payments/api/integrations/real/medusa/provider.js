// Medusa's payment provider for Stripe, call by call: a line of JSON in, a line of JSON out.
//
// The provider has no option for the host. It gets a client of the same library that calls our host, as a shop's subclass
// would set it in its constructor: `this.stripe_ = new Stripe(options.apiKey, { protocol, host, port })`.
const readline = require("readline");
const Stripe = require("stripe");
const Provider = require("@medusajs/payment-stripe/dist/services/stripe-provider.js").default;

const { protocol, hostname, port } = new URL(process.env.BASE_URL);
const where = { protocol: protocol.slice(0, -1), host: hostname, port, maxNetworkRetries: 0 };

async function answer({ call, argument, options }) {
  const provider = new Provider({}, { apiKey: process.env.SECRET_KEY, ...options });
  provider.stripe_ = new Stripe(process.env.SECRET_KEY, where);
  try {
    return { answer: (await provider[call](argument)) ?? null };
  } catch (error) {
    return { error: error.message };
  }
}

readline.createInterface({ input: process.stdin }).on("line", async (line) => {
  process.stdout.write(JSON.stringify(await answer(JSON.parse(line))) + "\n");
});
