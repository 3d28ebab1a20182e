"""How columns are called in French and in English, by the field they hold.

Plain data: a line more is all it takes to know one more name. Names are written as
people write them and folded when they are read.
"""

from functools import cache

from poltech.errors import msg
from poltech.exchange._mapping._names import fold

__all__ = [
    "AMBIGUOUS",
    "CATEGORIES",
    "FORBIDDEN",
    "OWN_PREFIX",
    "SPECIAL",
    "VAGUE",
    "by_fold",
    "folds",
    "special_by_fold",
]

OWN_PREFIX = "poltech_"
"""What the columns begin with that a rejects file adds."""

_SYNONYMS = {
    "email": """
        email, e-mail, mail, courriel, mél, email address, e-mail address, adresse mail,
        adresse e-mail, adresse courriel, adresse électronique, courrier électronique,
        messagerie, email principal, primary email, contact email, mail contact,
        adresse de messagerie, correo electrónico, email personal, your email
    """,
    "email:work": "email pro, mail pro, email professionnel, courriel professionnel, "
    "mail professionnel, work email, business email",
    "email:home": "email perso, mail perso, email personnel, courriel personnel, "
    "mail personnel, home email, personal email",
    "phone": """
        téléphone, tél, tel, phone, phone number, numéro de téléphone, n° de téléphone,
        n° tél, num tél, num téléphone, téléphone principal, telephone number, numéro,
        primary phone, main phone, tél 1, phone 1, contact téléphonique, ligne directe,
        pref phone
    """,
    "phone:mobile": """
        portable, mobile, gsm, cell, cellulaire, cell phone, mobile phone, tél portable,
        téléphone portable, téléphone mobile, tél mobile, mobile number, sms, n° portable,
        numéro de portable, numéro de mobile, n° mobile, whatsapp, phone mobile
    """,
    "phone:home": """
        fixe, tél fixe, téléphone fixe, téléphone domicile, tél domicile, home phone,
        landline, ligne fixe, téléphone privé, téléphone personnel, tél perso
    """,
    "phone:work": """
        tél pro, téléphone pro, téléphone professionnel, tél bureau, téléphone bureau,
        téléphone travail, work phone, work phone number, business phone, office phone
    """,
    "given_name": """
        prénom, prénoms, prenom usuel, first name, firstname, given name, fname,
        forename, vorname
    """,
    "family_name": """
        nom de famille, nom usuel, nom d'usage, nom de naissance, last name, lastname,
        surname, family name, lname, patronyme, nachname, apellido, apellidos
    """,
    "display_name": """
        nom complet, nom et prénom, nom prénom, prénom nom, nom prénoms, full name,
        display name, nom affiché, contact name, prénom et nom, nom du contact,
        name and surname, identité, destinataire, interlocuteur
    """,
    "civility": """
        civilité, titre, title, prefix, salutation, m/mme, mme/m, civ, honorific,
        politesse, formule de politesse, individual prefix
    """,
    "organisation": """
        organisation, organization, organisme, raison sociale, structure, association,
        nom de l'association, organization name, collectivité, mairie, établissement,
        dénomination, nom de la structure
    """,
    "birth_date": """
        date de naissance, né le, née le, né(e) le, naissance, ddn, date naissance,
        birth date, birthdate, date of birth, dob, birthday, born at, anniversaire
    """,
    "birth_year": "année de naissance, année naissance, birth year, year of birth",
    "street": """
        rue, voie, adresse postale, numéro et rue, n° et voie, adresse 1, adresse 2,
        adresse 3, adresse ligne 1, adresse ligne 2, adresse complète, ligne 1, ligne 2,
        complément d'adresse, complément adresse, street, street address, address 1,
        address 2, address 3, address line 1, address line 2, address line 3,
        address street, adresse domicile, lieu-dit, libellé voie, n° voie, numéro de voie,
        domicile, adresse de résidence, mailing address, postal address
    """,
    "postcode": """
        code postal, cp, c.p., postcode, post code, postal code, zip, zip code, zipcode,
        zip5, code post, codpost, zip/postal code, address zip, plz
    """,
    "commune": """
        commune, ville, city, town, localité, nom de la commune, nom commune, municipality,
        ville de résidence, commune de résidence, address city, libellé commune, bureau
        distributeur, locality, post town, libcom
    """,
    "insee": """
        insee, code insee, code commune, insee code, code commune insee, codgeo, depcom,
        code officiel commune, insee_com, code_insee_commune, cog
    """,
    "country": """
        pays, country, country code, code pays, pays de résidence, cc
    """,
    "language": "langue, language, preferred language, langue préférée, lang, locale, "
    "langue de correspondance",
    "tags": """
        tags, tag, étiquettes, étiquette, mots-clés, mots clés, labels, tag list, groupes,
        catégories, keywords, libellés
    """,
    "note": """
        note, notes, commentaire, commentaires, remarque, remarques, comment, comments,
        observations, observation, message, mémo
    """,
    "source": """
        source, origine, provenance, origine du contact, origine de la donnée, lead source,
        source du contact, contact source, origin, origin source code, canal d'acquisition,
        origine fichier
    """,
    "source_kind": "type de source, source type, source kind, nature de la source",
    "source_date": """
        date de collecte, collecté le, date de recueil, date d'ajout, date de contact,
        collected on, date collected, connected on, date de saisie, horodateur, timestamp,
        date d'inscription, inscrit le, created at, date created, created date, créé le,
        date de création, subscribed on, date added, submitted at, utc created at
    """,
    "social:twitter": "twitter, compte twitter, twitter login, twitter handle, compte x, "
    "x (twitter), pseudo twitter",
    "social:facebook": "facebook, compte facebook, facebook url, facebook username, "
    "profil facebook",
    "social:instagram": "instagram, compte instagram, insta, instagram handle",
    "social:linkedin": "linkedin, profil linkedin, linkedin url, compte linkedin",
    "social:mastodon": "mastodon, compte mastodon, account address",
    "social:bluesky": "bluesky, compte bluesky, bluesky handle",
    "social:tiktok": "tiktok, compte tiktok",
    "social:telegram": "telegram, pseudo telegram",
    "division:departement": """
        département, departement, code département, dpt, dept, dép, n° département,
        department code, numéro de département, code_departement
    """,
    "division:region": "région, region, code région, region code, libellé région",
    "division:circonscription": """
        circonscription, circo, circonscription législative, constituency, n° circo,
        code circonscription, federal district
    """,
    "division:canton": "canton, code canton",
    "division:bureau_de_vote": """
        bureau de vote, bv, n° bureau de vote, code bureau de vote, polling station,
        precinct, precinct code, numéro de bureau de vote
    """,
    "division:epci": "epci, intercommunalité, communauté de communes, agglomération, "
    "communauté d'agglomération, siren epci, code epci",
    "external:id": "id, identifiant, external id, externalid, uuid, guid, contact id, "
    "id contact, référence, ref, matricule, id externe, external identifier",
    "external:member_number": "n° adhérent, numéro d'adhérent, n° d'adhérent, "
    "numéro de membre, member id, membership number, id adhérent",
    "external:nationbuilder": "nationbuilder id, id nationbuilder, nb id",
    "external:civicrm": "civicrm id, id civicrm",
    "external:van": "van id, vanid, voter file vanid, mycampaign id",
    "consent:campaign:email": """
        opt-in, optin, opt in, opt-in email, opt in e-mail, optin mail, email opt-in,
        accepte les e-mails, accepte e-mails, accepte email, accepte emails, accepte mail,
        accepte les mails, accepte courriels, accepte les courriels, accord e-mail,
        accord mail, consentement e-mail, consentement mail, consentement courriel,
        email consent, autorise e-mail, ok mail, ok email, subscription status
    """,
    "consent:newsletter:email": """
        newsletter, lettre d'information, lettre d'info, infolettre, infolettre e-mail,
        abonné newsletter, inscrit newsletter, inscription newsletter, abonnement newsletter,
        newsletter opt-in, email subscription status, email marketing consent,
        souhaite recevoir la newsletter, accepte la newsletter, recevoir la lettre
        d'information, je souhaite recevoir la newsletter
    """,
    "consent:campaign:sms": """
        opt-in sms, opt in sms, optin sms, accepte les sms, accepte sms, accord sms, sms opt-in,
        consentement sms, mobile opt-in, sms opt-in status, autorise sms, ok sms,
        sms consent
    """,
    "consent:campaign:phone": """
        opt-in téléphone, accepte les appels, accepte appels, accord téléphone, accord tél,
        consentement téléphone, phone opt-in, phone opt-in status, accepte téléphone
    """,
    "consent:campaign:post": """
        opt-in courrier, accepte le courrier, accepte courrier, accord courrier,
        consentement courrier postal, accepte les courriers
    """,
    "consent:events:email": "invitations, accepte les invitations, invitations par e-mail, "
    "invitations par mail",
    "consent:petition_follow_up:email": "suivi de la pétition, suivi pétition, "
    "nouvelles de la pétition, updates from creator",
    "consent:fundraising:email": "appels aux dons, appel aux dons par e-mail, "
    "accepte appels aux dons",
    "consent_date": """
        date opt-in, date d'opt-in, date optin, date du consentement, date consentement,
        consent date, opt-in date, optin date, date d'accord, date accord, opt-in time,
        consent given at, date de consentement, date de l'accord, date rgpd
    """,
    "consent_ip": "ip, adresse ip, ip opt-in, consent ip, opt-in ip, ip address, "
    "ip consentement, ip d'inscription",
    "consent_evidence": """
        preuve, preuve du consentement, preuve consentement, consent evidence, evidence,
        proof, justificatif, preuve opt-in, n° de formulaire, référence formulaire
    """,
    "confirmed_at": """
        date de confirmation, confirmé le, confirmed at, confirmation date, double opt-in,
        date double opt-in, doi, double opt-in date, confirm time
    """,
    "guardian": "accord parental, autorisation parentale, accord du représentant légal, "
    "parental consent, guardian consent",
    "explicit:political_opinion": "consentement opinion politique, "
    "accord opinion politique, consentement opinions politiques, "
    "consentement explicite opinion politique",
    "explicit:religion": "consentement religion, consentement explicite religion",
    "explicit:health": "consentement santé, consentement explicite santé",
    "explicit:trade_union": "consentement syndicat, consentement appartenance syndicale",
    "refusal": """
        ne pas contacter, do not contact, liste rouge, opposition, opposé, s'oppose,
        refus de contact, opposition rgpd, ne plus contacter
    """,
    "refusal:email": """
        ne pas envoyer d'e-mail, ne pas envoyer de mail, do not email, no bulk emails,
        no bulk emails (user opt out), refus email, refus mail, refuse e-mail, refuse mail,
        refuse email, opt-out email, opt out email, email opt-out
    """,
    "refusal:sms": "do not sms, refus sms, refuse sms, opt-out sms, sms opt-out, stop sms",
    "refusal:phone": """
        ne pas appeler, do not call, do not phone, bloctel, refus téléphone, opt-out téléphone,
        ne pas téléphoner, refuse téléphone, federal donotcall
    """,
    "refusal:post": "do not mail, stop pub, refus courrier, refuse courrier, "
    "ne pas envoyer de courrier, npai",
    "unsubscribed": """
        désinscrit, désinscrits, désinscrite, désabonné, désabonnée, désinscription,
        désabonnement, unsubscribed, unsubscribe, opt-out, optout, opt out, blocklisted,
        blacklisté, blacklist, blacklisted, désinscrit(e), désabonné(e), is unsubscribed,
        unsub
    """,
    "unsubscribed_at": """
        date de désinscription, désinscrit le, date désinscription, unsubscribed at,
        unsubscribed on, unsub time, date de désabonnement, désabonné le, opt-out date,
        date opt-out
    """,
    "bounced": """
        bounce, bounced, npai email, e-mail invalide, rebond, hard bounce, hardbounce,
        mail en erreur, email invalide, adresse invalide, is bad, cleaned, bouncing
    """,
    "ignore": "ligne, row, index, hash",
}

SPECIAL = {
    "religion": "religion, culte, église, church, confession, foi, faith, paroisse, "
    "appartenance religieuse, croyance",
    "political_opinion": """
        opinion politique, opinions politiques, parti, parti politique, party, vote,
        intention de vote, vote 2022, vote 2024, sensibilité politique, couleur politique,
        support level, inferred support level, niveau de soutien, soutien, degré de soutien,
        previous party, inferred party, party member, étiquette politique, bord politique,
        adhésion politique, sympathisant, orientation politique, support probability score,
        is supporter, nuance politique
    """,
    "trade_union": "syndicat, syndical, appartenance syndicale, union membership, "
    "trade union, syndiqué, union member, organisation syndicale",
    "health": "santé, handicap, maladie, health, disability, pmr, état de santé, "
    "pathologie, groupe sanguin, vaccination, vacciné, invalidité, régime alimentaire",
    "ethnic_origin": "ethnicity, race, origine ethnique, ethnie, origine raciale, ethnic "
    "origin, origine géographique des parents",
    "sex_life": "orientation sexuelle, sexual orientation, vie sexuelle, lgbt",
    "biometric": "empreinte digitale, données biométriques, biometric data, fingerprint",
    "genetic": "données génétiques, genetic data, adn, dna",
}
"""Columns that tell of a special category of data (GDPR article 9(1))."""

CATEGORIES = {
    "religion": msg("religious beliefs"),
    "political_opinion": msg("political opinions"),
    "trade_union": msg("trade-union membership"),
    "health": msg("health"),
    "ethnic_origin": msg("racial or ethnic origin"),
    "sex_life": msg("sex life or sexual orientation"),
    "biometric": msg("biometric data"),
    "genetic": msg("genetic data"),
}
"""What people call those categories."""

FORBIDDEN = """
    mot de passe, password, user pass, pass, mdp, pwd, user_pass, n° de sécurité sociale,
    numéro de sécurité sociale, nir, n° sécu, num sécu, ssn, social security number, iban,
    rib, numéro de carte, card number, cvv, carte bancaire, casier judiciaire, condamnations
"""
"""Columns that are never read: secrets, state identifiers, offences."""

VAGUE = """
    rgpd, gdpr, consentement, consent, consentement rgpd, gdpr consent, accord, cgu,
    conditions, accepte, j'accepte, consentement gdpr, accord rgpd, autorisation, cnil,
    case à cocher, politique de confidentialité
"""
"""Columns that speak of agreement without saying to what."""

AMBIGUOUS = """
    contact, contacts, coordonnées, coordonnée, nom, name, adresse, address, joindre,
    moyen de contact, adresse de contact, coordonnées du contact, noms
"""
"""Columns whose name does not settle what they hold: their values must."""


@cache
def by_fold() -> dict[str, str]:
    """Give the target for every folded synonym."""
    return _inverted(_SYNONYMS)


@cache
def special_by_fold() -> dict[str, str]:
    """Give the special category for every folded name."""
    return _inverted(SPECIAL)


@cache
def folds(names: str) -> frozenset[str]:
    """Fold a list of names."""
    return frozenset(filter(None, map(fold, names.split(","))))


def _inverted(table: dict[str, str]) -> dict[str, str]:
    return {folded: word for word, names in table.items() for folded in folds(names)}
