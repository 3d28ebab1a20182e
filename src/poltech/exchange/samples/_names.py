"""Common names and real communes, to make people of who are not."""
# ruff: noqa: RUF001 - French typography

__all__ = ["COMMUNES", "FAMILY_NAMES", "GIVEN_NAMES", "STREETS"]

_WOMEN = """
    Marie Nathalie Isabelle Sylvie Catherine Françoise Céline Sandrine Stéphanie Aurélie
    Léa Camille Manon Chloé Inès Zoé Jade Agnès Hélène Anaïs Noémie Béatrice Joëlle
    Maëlys Fatima Nadia Samira Aïcha Linh Anne-Sophie Marie-Thérèse Éloïse Solène Gaëlle
"""

_MEN = """
    Jean Michel Philippe Alain Patrick Nicolas Christophe Frédéric Sébastien Stéphane
    Lucas Hugo Léo Gabriel Raphaël Théo Noël Joël Loïc Gaël Aurélien François Jérôme
    André René Mohamed Karim Rachid Ibrahim Minh Jean-Pierre Jean-Loup Étienne Maël
"""

GIVEN_NAMES = {"Mme": tuple(_WOMEN.split()), "M.": tuple(_MEN.split())}

_FAMILIES = """
    Martin, Bernard, Thomas, Petit, Robert, Richard, Durand, Dubois, Moreau, Laurent,
    Lefebvre, Lefèvre, Leroy, Roux, Fournier, Girard, Bonnet, Dupont, Lambert, Fontaine,
    Rousseau, Vincent, Müller, Mercier, Guérin, Boyer, Garnier, Chevalier, Legrand,
    Gauthier, Perrin, Clément, Morin, Nguyen, Barbier, Arnaud, Delattre, Delcourt,
    Vandenberghe, Kowalczyk, Wisniewski, Benali, Diallo, Traoré, Haddad, Lecœur,
    D’Hondt, de La Tour, L’Hôte, Le Gall, Saint-Pol, O’Connor, Çelik, Ferreira, Da Silva
"""

FAMILY_NAMES = tuple(" ".join(name.split()) for name in _FAMILIES.split(","))

COMMUNES = (
    ("62300", "Lens"),
    ("62300", "Lens"),
    ("62300", "Lens"),
    ("62800", "Liévin"),
    ("62210", "Avion"),
    ("62110", "Hénin-Beaumont"),
    ("62400", "Béthune"),
    ("62000", "Arras"),
    ("62220", "Carvin"),
    ("62750", "Loos-en-Gohelle"),
    ("62680", "Méricourt"),
    ("59500", "Douai"),
    ("59000", "Lille"),
    ("80000", "Amiens"),
    ("02100", "Saint-Quentin"),
    ("01000", "Bourg-en-Bresse"),
)

STREETS = (
    "rue de la Gare",
    "rue Émile-Zola",
    "place du Marché",
    "avenue Jean-Jaurès",
    "boulevard Basly",
    "rue de l’Église",
    "allée des Cerisiers",
    "route d’Arras",
    "impasse du Moulin",
    "rue du 11-Novembre",
)
