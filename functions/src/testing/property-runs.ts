/** How many inputs each property is tried with: few in the everyday run, `PROPERTY_RUNS=10000` and more in the long one. */
export const PROPERTY_RUNS = Number(process.env["PROPERTY_RUNS"] ?? 2000);
