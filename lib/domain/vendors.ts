export const VENDORS = ["genesys-engage", "genesys-cloud", "ringcx", "kazoo"] as const;
export type VendorName = (typeof VENDORS)[number];

export const VENDOR_TITLES: Readonly<Record<VendorName, string>> = {
  "genesys-engage": "Genesys Engage",
  "genesys-cloud": "Genesys Cloud",
  ringcx: "RingCX",
  kazoo: "Kazoo",
};
