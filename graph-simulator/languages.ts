/** The languages that Meta lists for templates, by its own codes (Meta, Message templates, Supported languages). */
const LANGUAGES: ReadonlySet<string> = new Set(
  (
    "af ar az bg bn ca cs da de el en en_GB en_US es es_AR es_ES es_MX et fa fi fil fr ga gu ha he hi hr hu id it ja ka kk kn ko " +
    "ky_KG lo lt lv mk ml mr ms nb nl pa pl pt_BR pt_PT ro ru rw_RW sk sl sq sr sv sw ta te th tr uk ur uz vi zh_CN zh_HK zh_TW zu"
  ).split(" "),
);

/**
 * Whether Meta lists a language. Of verification codes it lists none, so those are held to the same list: that what is not on it is
 * refused is a guess, which no caller can be surprised by at Meta.
 */
export const isLanguage = (code: string): boolean => LANGUAGES.has(code);
