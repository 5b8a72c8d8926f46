const SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*";
const CATALOGUE = new RegExp(`^/(?:products/${SLUG}|categories/${SLUG}(?:/[1-9][0-9]{0,4})?|sitemap\\.xml)?$`);

/** Whether an address is answered from published and built pages, never from the database. */
export const isCataloguePath = (path: string): boolean => CATALOGUE.test(path);

/** Everything under these is the catalogue's, also what cannot be an address of a page: that is a 404. */
export const isCatalogueSpace = (path: string): boolean => /^\/(?:products|categories|live)(?:\/|$)/.test(path);

/** The address without its trailing slash. */
export const withoutSlash = (path: string): string => (path.length > 1 ? path.replace(/\/+$/, "") || "/" : path);

/** Where a page of a build is kept in R2. */
export const pageKey = (buildId: string, path: string): string => `${buildId}${path}`;

/** Where it is kept, for every build, that a page is gone or has moved. */
export const goneKey = (path: string): string => `gone${path}`;
