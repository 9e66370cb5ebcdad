"""The answers to choose from, and the measures that a case can belong to."""

from __future__ import annotations

from ai_calc.outcome.facts import Choice


class Measure(Choice):
    """The measure that a request belongs to."""

    INITIAL = "initial", "Formation professionnelle initiale (art. 16 LAI)"
    PREPARATION = "preparation", "Préparation à un travail auxiliaire ou en atelier protégé (art. 16 al. 2 let. a LAI)"
    NEW_TRAINING = "new_training", "Nouvelle formation (art. 16 al. 2 let. b LAI)"
    FURTHER = "further", "Perfectionnement (art. 16 al. 2 let. c LAI)"
    RECLASSEMENT = "reclassement", "Reclassement (art. 17 LAI)"
    GUIDANCE = "guidance", "Orientation professionnelle (art. 15 LAI)"
    REINSERTION = "reinsertion", "Mesures de réinsertion (art. 14a LAI)"
    PLACEMENT = "placement", "Service de placement (art. 18 LAI)"
    NONE = "none", "Aucune mesure des art. 15 à 17 LAI"

    @property
    def article_16(self) -> bool:
        """Whether additional costs are compared, as for initial training and what is assimilated to it."""
        return self in (Measure.INITIAL, Measure.PREPARATION, Measure.NEW_TRAINING, Measure.FURTHER)

    @property
    def training(self) -> bool:
        """Whether the measure is a training whose costs the AI may bear."""
        return self.article_16 or self is Measure.RECLASSEMENT


class Goal(Choice):
    """What is asked for."""

    TRAINING = "training", "Apprendre une profession"
    AUXILIARY = "auxiliary", "Se préparer à un travail auxiliaire ou à un atelier protégé"
    FURTHER = "further", "Se perfectionner (compléter une formation)"
    PREPARATORY = "preparatory", "Se préparer à une formation précise"
    MATURITY = "maturity", "Faire une année intermédiaire (mûrir le choix, combler des lacunes scolaires)"
    APTITUDES = "aptitudes", "Connaître ses aptitudes, choisir une profession"
    FITNESS = "fitness", "Savoir si une réadaptation est possible"
    REINSERTION = "reinsertion", "Retrouver l'aptitude à la réadaptation (rythme, motivation, stabilité)"
    SHELTERED_START = "sheltered_start", "S'introduire et s'habituer à un emploi protégé"
    PLACEMENT = "placement", "Trouver ou garder un emploi, sans formation"


class Invalidity(Choice):
    """State of the invalidity (cmrp:4010.a)."""

    OCCURRED = "occurred", "Survenue"
    IMMINENT = "imminent", "Imminente"
    NONE = "none", "Ni survenue, ni imminente"
    UNKNOWN = "unknown", "À établir"


class Training(Choice):
    """The training that the person has had, seen from the insured event."""

    NEVER = "never", "Jamais commencée"
    ONGOING = "ongoing", "En cours, malgré l'atteinte à la santé"
    INTERRUPTED_HEALTH = "interrupted_health", "Interrompue à la suite de l'atteinte à la santé"
    INTERRUPTED_OTHER = "interrupted_other", "Interrompue pour une autre raison"
    COMPLETED_BEFORE = "completed_before", "Achevée avant la survenance de l'invalidité"
    COMPLETED_AFTER = "completed_after", "Achevée après la survenance, malgré le handicap"


class Work(Choice):
    """Work before the insured event."""

    NONE = "none", "Aucune"
    EMPLOYED = "employed", "Emploi, dans la vie active"
    AUXILIARY = "auxiliary", "Activité auxiliaire, sans formation"
    ODD_JOBS = "odd_jobs", "Plusieurs emplois de durée limitée (petits boulots)"


class WorkAfter(Choice):
    """Work since the insured event."""

    NONE = "none", "Aucune, ou une activité adaptée"
    UNSUITABLE = "unsuitable", "Activité inadaptée, inexigible à long terme"
    ODD_JOBS = "odd_jobs", "Plusieurs emplois de durée limitée (petits boulots)"


class IncomePeriod(Choice):
    """What an income is for."""

    MONTH = "month", "par mois"
    YEAR = "year", "par an"
    DAY = "day", "par jour civil"


class FormerActivity(Choice):
    """What the person did before; it decides how the loss is measured (cmrp:4011)."""

    GAINFUL = "gainful", "Activité lucrative"
    MIXED = "mixed", "Activité lucrative à temps partiel et travaux habituels (méthode mixte)"
    USUAL_WORK = "usual_work", "Travaux habituels seulement (ménage, autre domaine d'activité)"


class TrainingChoice(Choice):
    """How the wanted training compares with the one that the AI considers reasonable."""

    REASONABLE = "reasonable", "La formation simple et adéquate"
    DEARER = "dearer", "Même but, par une voie plus chère"
    HIGHER = "higher", "But plus élevé que l'équivalent"


class TrainingKind(Choice):
    """Kind of training (cmrp:3012, 4021)."""

    VOCATIONAL = "vocational", "Formation selon l'art. 17 LFPr (CFC ou AFP)"
    SCHOOL = "school", "École ou études (gymnase, haute école, école spécialisée …)"
    PREPARATORY = "preparatory", "Préparatifs du programme ordinaire de la formation"
    PRACTICAL = "practical", "Formation pratique INSOS"
    OTHER = "other", "Autre formation que la LFPr ne règle pas"


class Degree(Choice):
    """Level of a part of a training (cmrp:3020.2, 4022.1)."""

    SECONDARY = "secondary", "Secondaire"
    TERTIARY = "tertiary", "Tertiaire"


class GuidanceForm(Choice):
    """How vocational guidance is carried out (cmrp:2003)."""

    USUAL = "usual", "Entretiens et tests"
    INTERNSHIP = "internship", "Stage pratique"
    EXTENDED = "extended", "Examen étendu (institution ou marché primaire)"


class CostKind(Choice):
    """Kind of a cost; it decides which rule recognises it."""

    TUITION = "tuition", "Écolage, apprentissage, cours, taxes, examens"
    LANGUAGE_PART = "language_part", "Cours de langue, partie de la formation"
    LANGUAGE_OPTIONAL = "language_optional", "Langue étrangère facultative"
    LANGUAGE_NATIONAL = "language_national", "Langue nationale, pour une personne de langue étrangère"
    MATERIAL = "material", "Matériel scolaire"
    TOOLS = "tools", "Outils et vêtements de travail"
    ARRANGEMENT = "arrangement", "Autre arrangement dû à l'invalidité"
    PUBLIC_TRANSPORT = "public_transport", "Transports publics"
    PRIVATE_TRANSPORT = "private_transport", "Véhicule privé ou taxi"
    MOTORISATION = "motorisation", "Motorisation (prestations de la CMAI)"
    KILOMETRES = "kilometres", "Kilomètres parcourus (motorisation)"
    MEALS = "meals", "Repas à l'extérieur"
    LODGING = "lodging", "Logement à l'extérieur"
    INSURANCE = "insurance", "Assurances et cotisations"
    CARE = "care", "Traitement et soins corporels"
    WAGES = "wages", "Salaire d'apprenti, pourboires (recettes)"
    OTHER = "other", "Autre dépense"
