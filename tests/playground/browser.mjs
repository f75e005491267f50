// A person in front of the Playground: one JSON order a line in, one JSON answer a line out.
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const [url, executablePath] = process.argv.slice(2);
const flags = "no-sandbox disable-gpu disable-quic no-first-run disable-background-networking";
const args = [...flags.split(" "), "disable-component-update", "disable-sync"].map((flag) => `--${flag}`);
const browser = await chromium.launch({ executablePath, args });
const page = await browser.newPage({ viewport: { width: 760, height: 900 } });
page.setDefaultTimeout(45000);

const text = () => page.evaluate(() => document.body.innerText);
const seen = (words, times) =>
  page.waitForFunction(
    ([wanted, count]) => document.body.innerText.split(wanted).length > count,
    [words, times],
  );

const orders = {
  async open() {
    await page.goto(url);
    await page.locator("[contenteditable=true]:visible").first().waitFor();
  },
  closeLog: () => page.getByText("Log Panel").locator("xpath=following::button[2]").click(),
  async say({ words }) {
    await page.locator("[contenteditable=true]:visible").first().click();
    await page.keyboard.insertText(words);
    await page.keyboard.press("Enter");
  },
  press: ({ title }) => page.getByRole("button", { name: title, exact: true }).last().click(),
  fill: ({ label, words }) => page.getByLabel(label).last().fill(words),
  see: ({ words, times = 1 }) => seen(words, times),
  gone: ({ words }) => page.waitForFunction((w) => !document.body.innerText.includes(w), words),
  picture: ({ path }) => page.screenshot({ path }),
};

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  let failed = "";
  try {
    await orders[order.do](order);
  } catch (error) {
    failed = String(error.message).split("\n")[0];
  }
  console.log(JSON.stringify({ failed, text: await text() }));
}
await browser.close();
