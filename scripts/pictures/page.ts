// Runs inside the browser: gathers the families and lets shoot.ts call for one picture after another.
import { baskets } from "./baskets.ts";
import { cloth } from "./cloth.ts";
import { home } from "./home.ts";
import { jewellery } from "./jewellery.ts";
import { type Good, shoot, type View } from "./stage.ts";
import { table } from "./table.ts";

const goods: Record<string, Good> = { ...jewellery, ...baskets, ...table, ...home, ...cloth };

const pictures = new Map<string, [Good, View]>();
for (const [name, good] of Object.entries(goods)) {
  pictures.set(name, [good, good.view ?? {}]);
  for (const [suffix, view] of Object.entries(good.more ?? {})) pictures.set(`${name}-${suffix}`, [good, view]);
}

Object.assign(window, {
  names: [...pictures.keys()],
  shoot: (name: string, size: number) => shoot(...pictures.get(name)!, size),
});
