// Sends the developer's query and shows the answer; the examples follow the buyer's path in order.
const EXAMPLES = {
  search: [`query ($search: String!) {
  products(first: 5, search: $search) {
    totalCount
    edges { node { id name slug seller { name } variants { id name quantityAvailable pricing { price { gross { amount currency } } } } } }
  }
}`, { search: "xoai cat chu" }],
  open: [`mutation ($variant: ID!) {
  checkoutCreate(input: { lines: [{ variantId: $variant, quantity: 1 }] }) {
    checkout { id token totalPrice { gross { amount } } deliveryGroups { seller { name } } }
    errors { field message code }
  }
}`, { variant: "" }],
  address: [`mutation ($id: ID!) {
  checkoutShippingAddressUpdate(id: $id, shippingAddress: {
    firstName: "Trần Thị Lan", phone: "0912345678", streetAddress1: "12/3 Lê Lai", communeCode: "30076"
  }) {
    checkout { deliveryGroups { seller { name } shippingMethods { id name price { amount } } } totalPrice { gross { amount } } }
    errors { field message code }
  }
}`, { id: "" }],
  pay: [`mutation ($id: ID!) {
  transactionInitialize(id: $id, paymentGateway: { id: "vnpay" }) {
    transaction { id } transactionEvent { type message } data
    errors { field message code }
  }
}`, { id: "" }],
  complete: [`mutation ($id: ID!) {
  checkoutComplete(id: $id) { order { number } orders { number status total { gross { amount } } } errors { field message code } }
}`, { id: "" }],
};

const byId = (id) => document.getElementById(id);
// The page contains the texts, in the reader's language.
const say = (what) => { byId("status").textContent = byId("status").dataset[what]; };

for (const [name, [query, variables]] of Object.entries(EXAMPLES)) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "chip";
  button.textContent = byId("examples").dataset[name];
  button.addEventListener("click", () => {
    byId("query").value = query;
    byId("variables").value = JSON.stringify(variables, null, 2);
  });
  byId("examples").append(button);
}
byId("examples").firstElementChild.click();

async function ask(event) {
  event?.preventDefault();
  let variables;
  try {
    variables = JSON.parse(byId("variables").value || "{}");
  } catch {
    say("badJson");
    return;
  }
  say("running");
  const headers = { "Content-Type": "application/json" };
  const token = byId("token").value.trim();
  if (token) headers.Authorization = `Bearer ${token}`;
  const start = performance.now();
  try {
    const response = await fetch(location.pathname, {
      method: "POST", headers, body: JSON.stringify({ query: byId("query").value, variables }),
    });
    byId("answer").textContent = JSON.stringify(await response.json(), null, 2);
    byId("status").textContent = `HTTP ${response.status}, ${Math.round(performance.now() - start)} ms.`;
  } catch {
    say("unreachable");
  }
}

byId("ask").addEventListener("submit", ask);
byId("ask").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) ask(event);
});
