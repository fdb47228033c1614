"""Query parameters that name no page: campaigns, clicks, sessions, AMP switches."""

from __future__ import annotations

from sw_scraper.normalize.words import word_set

_NAMES = word_set(
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid li_fat_id igshid igsh epik "
    "scid _ga _gl _gac mc_cid mc_eid mkt_tok _hsenc _hsmi __hssc __hstc __hsfp hsctatracking vero_id "
    "vero_conv oly_enc_id oly_anon_id wickedid ncid cmpid s_cid spm scm _openstat otc rb_clickid s_kwcid "
    "ef_id fb_action_ids fb_action_types fb_source fb_ref fb_comment_id ref_src ref_url __twitter_impression "
    "xtor trk trkcampaign sc_channel sc_campaign sc_content sc_medium sc_outcome sc_geo sc_country phpsessid "
    "jsessionid aspsessionid cfid cftoken replytocom _cldee _branch_match_id usqp amp outputtype noamp "
    "amp_markup amp_js_v amp_gsa wmc_"
)
_PREFIXES = ("utm_", "utm-", "pk_", "piwik_", "mtm_", "matomo_", "at_", "wt.mc_", "hsa_", "cx_", "stm_", "wt_mc")
_SHARE_SERVICES = word_set("facebook twitter x linkedin whatsapp telegram email pinterest reddit tumblr jetpack")


def is_tracking(name: str, value: str = "") -> bool:
    """Tell whether the query parameter *name* (with *value*) only tracks and names no page.

    >>> is_tracking("utm_source"), is_tracking("FBCLID"), is_tracking("amp", "1"), is_tracking("p", "123")
    (True, True, True, False)
    >>> is_tracking("share", "facebook"), is_tracking("share", "12")
    (True, False)
    """
    folded = name.lower()
    if folded in {"outputtype", "output"}:
        return value.lower() == "amp"
    if folded == "share":
        return value.lower() in _SHARE_SERVICES
    return folded in _NAMES or folded.startswith(_PREFIXES)
