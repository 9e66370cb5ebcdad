"""The case: what the file says. Amounts in CHF; durations in the unit that their name says.

Every question says why it is asked (``why``); :mod:`ai_calc.relevance` says which still matter. What nobody filled in
is unknown, and stays to be established.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from ai_calc.calculators.reclassement.choices import (
    CostKind,
    Degree,
    FormerActivity,
    Goal,
    GuidanceForm,
    IncomePeriod,
    Invalidity,
    Training,
    TrainingChoice,
    TrainingKind,
    Work,
    WorkAfter,
)
from ai_calc.ground.money import ZERO
from ai_calc.outcome.facts import (
    Amount,
    Answer,
    BirthDate,
    CalendarDate,
    Case,
    DecimalNumber,
    Finding,
    Flag,
    MoneyNumber,
    Order,
    Sex,
    Whole,
    field,
    finding,
)

Months = Annotated[Whole, Field(ge=1, le=240)]
WorkMonths = Annotated[DecimalNumber, Field(ge=0, le=720, decimal_places=1)]
Days = Annotated[DecimalNumber, Field(ge=0, le=2000, multiple_of=Decimal("0.5"))]
ExaminationMonths = Annotated[DecimalNumber, Field(gt=0, le=60, decimal_places=1)]
Weeks = Annotated[DecimalNumber, Field(gt=0, le=200, decimal_places=1)]
Wage = Annotated[MoneyNumber, Field(ge=0, le=1000, decimal_places=2)]


class Cost(BaseModel):
    """One cost of the training in one year (or period)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: CostKind | None = field(None, title="Genre", rules=("cmrp:3041", "cmrp:4030"))
    label: str = field("", title="Objet", max_length=120)
    year: Annotated[Whole, Field(ge=1, le=12)] = field(
        1, title="Année ou période", unit="nombre", rules=("cmrp:3032", "cmrp:3034")
    )
    with_disability: Amount = field(ZERO, title="Coût avec invalidité", unit="CHF", rules=("cmrp:3022", "cmrp:4024"))
    without_disability: Amount | None = field(
        None,
        title="Coût sans invalidité",
        unit="CHF",
        rules=("cmrp:3022", "cmrp:3036"),
        help="Formation interrompue : ce qui restait à payer jusqu'à la fin de l'ancienne. Rien à payer : 0.",
    )
    condition: Finding = field(
        Finding.UNKNOWN,
        title="Condition du poste",
        rules=("cmrp:3041", "cmrp:4030"),
        help=(
            "Pour les postes soumis à une condition : langue facultative ou nationale, outils, taxi, motorisation,"
            " repas, arrangement, autre."
        ),
    )


class Level(BaseModel):
    """One level of a training that has several."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str = field("", title="Niveau", max_length=120)
    degree: Degree | None = field(None, title="Degré", rules=("cmrp:3020.2", "cmrp:4022.1"))
    months: Months | None = field(None, title="Durée", unit="mois")


class ReclassementCase(Case):
    """A request for guidance, training, further training or reclassement. The start of the measure decides which law
    applies, else the request."""

    DECIDED_ON: ClassVar[tuple[str, ...]] = ("start_date", "application_date")
    LASTS: ClassVar[tuple[str, ...]] = ("duration_planned_months",)
    ORDER: ClassVar[tuple[Order, ...]] = (
        Order("birth_date", "invalidity_date"),
        Order("birth_date", "work_since", strict=True),
        Order("birth_date", "work_until", strict=True),
        Order("birth_date", "application_date", strict=True),
        Order("birth_date", "start_date", strict=True),
        Order("invalidity_date", "start_date", why="le cas d'assurance précède la mesure"),
        Order("application_date", "start_date", why="une mesure ne commence pas avant la demande"),
        Order("work_since", "work_until"),
        Order("work_since", "invalidity_date", strict=True, why="il s'agit de l'activité d'avant l'invalidité"),
    )

    # What is asked for
    goal: Goal | None = field(
        None,
        title="But de la demande",
        why="Le but sépare la formation de l'orientation, de la réinsertion et du placement.",
        rules=("cmrp:3003", "cmrp:3004", "cmrp:3009", "cmrp:4003", "cmrp:4009"),
    )
    preparation_specific: Finding = finding(
        "Préparation spécifique et nécessaire, après le choix de la profession",
        "cmrp:3003",
        why="Seule une préparation spécifique à la formation choisie en fait partie.",
    )
    start_date: CalendarDate | None = field(
        None,
        title="Début (prévu) de la mesure le",
        help="Choisit le droit applicable, sauf date du droit choisie.",
        why="Le droit du jour où la mesure commence s'applique.",
    )
    needed_because_of_invalidity: Finding = finding(
        "La formation est nécessaire en raison de l'invalidité",
        "cmrp:3019",
        "cmrp:3014",
        why="Nécessaire en raison de l'invalidité, un perfectionnement devient un reclassement.",
    )

    # Situation
    invalidity: Invalidity = field(
        Invalidity.UNKNOWN,
        title="Invalidité",
        rules=("cmrp:3010.a", "cmrp:4010.a", "cmrp:4001"),
        why="Sans invalidité survenue ou imminente, aucune mesure n'est due.",
    )
    invalidity_date: CalendarDate | None = field(
        None,
        title="Survenance de l'invalidité le",
        rules=("cmrp:3006", "cmrp:4006.1"),
        help="Le cas d'assurance de la mesure demandée.",
        why="Ce qui a été fait ou gagné après ce jour ne compte pas pour délimiter la mesure.",
    )
    training: Training | None = field(
        None,
        title="Formation professionnelle",
        rules=("cmrp:3005", "cmrp:3011", "cmrp:4004"),
        why=(
            "Une formation achevée avant l'invalidité mène au reclassement, une formation inachevée d'abord à"
            " l'initiale."
        ),
    )
    work: Work | None = field(
        None,
        title="Activité avant l'invalidité",
        rules=("cmrp:3005", "cmrp:3007", "cmrp:4006"),
        why="L'activité exercée auparavant sépare le reclassement de la formation initiale.",
    )
    work_since: CalendarDate | None = field(
        None,
        title="Activité exercée depuis le",
        rules=("cmrp:3005", "cmrp:3005.1"),
        why="La durée de l'activité se compte jusqu'à l'invalidité.",
    )
    work_until: CalendarDate | None = field(
        None,
        title="Dernier jour de cette activité",
        help="Vide : jusqu'à la survenance.",
        rules=("cmrp:3005",),
        why="La durée de l'activité se compte jusqu'à son dernier jour.",
    )
    work_months: WorkMonths | None = field(
        None,
        title="Durée de cette activité",
        unit="mois",
        rules=("cmrp:3005", "cmrp:3005.1", "cmrp:4004"),
        help="Quand les dates manquent ; d'un seul tenant, sauf pour des petits boulots (en tout).",
        why="La durée de l'activité sépare le reclassement de la formation initiale ou d'une nouvelle formation.",
    )
    income_significant: Finding = finding(
        "Revenu d'une certaine importance économique pendant cette durée",
        "cmrp:3005.1",
        "cmrp:4006.1",
        why="Le texte ne chiffre pas cette importance ; elle sépare le reclassement d'une nouvelle formation.",
    )
    income_before: Amount | None = field(
        None,
        title="Revenu juste avant l'invalidité",
        unit="CHF",
        rules=("cmrp:3006", "cmrp:4005"),
        help="Celui de la formation interrompue ou poursuivie ; sans revenu : 0.",
        why="Au-dessus du seuil, une formation interrompue mène au reclassement.",
    )
    income_period: IncomePeriod | None = field(
        None,
        title="Ce revenu est",
        rules=("cmrp:3006", "cmrp:4005"),
        help="Par an : treizième salaire compris.",
        why="Le revenu se compare par jour au montant maximal de l'indemnité journalière.",
    )
    thirteenth_salary: Flag = field(
        False, title="Treizième salaire en plus", rules=("cmrp:3006",), why="Il augmente le revenu par jour."
    )
    work_after: WorkAfter | None = field(
        None,
        title="Activité depuis l'invalidité",
        rules=("cmrp:3007", "cmrp:3006.b", "cmrp:3015.b"),
        why="Une activité inadaptée ouvre une nouvelle formation ; des petits boulots laissent dans l'initiale.",
    )
    schooling_completed: Finding = finding(
        "Formation scolaire achevée",
        "cmrp:3001",
        "cmrp:3003",
        why="La formation initiale commence quand l'école est achevée.",
    )
    profession_chosen: Finding = finding(
        "Profession choisie",
        "cmrp:3003",
        "cmrp:3004",
        "cmrp:4003",
        why="Tant que la profession n'est pas choisie, la mesure relève de l'orientation.",
    )
    workshop_change: Answer = field(
        Finding.UNKNOWN,
        title="Changement d'atelier protégé après une formation étendue",
        rules=("cmrp:3014",),
        why="Après une formation étendue, le même genre de profession n'est plus formé à nouveau.",
    )
    same_kind_of_profession: Finding = finding(
        "Genre de profession identique ou similaire",
        "cmrp:3014",
        why="Pour un genre semblable, aucune formation n'est due.",
    )

    # Conditions shared by several measures
    considerably_limited: Finding = finding(
        "L'invalidité gêne considérablement la formation", "cmrp:3010.a", why="Condition de la formation initiale."
    )
    prevents_former_work: Finding = finding(
        "L'invalidité empêche d'exercer l'activité antérieure",
        "cmrp:4010.a",
        "cmrp:4001",
        why="Condition du reclassement.",
    )
    temporary_interruption: Finding = finding(
        "Interruption seulement provisoire, reprise exigible",
        "cmrp:4017",
        why="Un changement passager n'est pas un reclassement nécessaire.",
    )
    objectively_fit: Finding = finding(
        "Apte à la réadaptation, objectivement",
        "cmrp:3010.b",
        "cmrp:4010.b",
        "cmrp:2001.1",
        why="Condition cumulative.",
    )
    subjectively_fit: Finding = finding(
        "Apte à la réadaptation, subjectivement",
        "cmrp:3010.b",
        "cmrp:4010.b",
        "cmrp:2001.1",
        why="Condition cumulative.",
    )
    suited_to_disability: Finding = finding(
        "Formation adaptée au handicap", "cmrp:3010.c", "cmrp:4010.c", why="Condition cumulative."
    )
    matches_abilities: Finding = finding(
        "Formation qui correspond aux capacités",
        "cmrp:3010.c",
        "cmrp:4010.c",
        "cmrp:4026",
        why="Inadaptée aux capacités, une formation ne reçoit aucune contribution.",
    )
    simple_and_adequate: Finding = finding(
        "Formation simple et adéquate",
        "cmrp:3010.c",
        "cmrp:3025",
        "cmrp:4010.c",
        "cmrp:4015",
        why="Condition cumulative.",
    )
    leads_to_work: Finding = finding(
        "La formation permet l'insertion dans la vie active ou le domaine prévu",
        "cmrp:3010.c",
        "cmrp:3002",
        why="Condition cumulative.",
    )
    economic_prospect: Finding = finding(
        "Perspective suffisante de mise en valeur économique",
        "cmrp:3013.b",
        "cmrp:4010.c",
        why="Sans cette perspective, les frais ne sont pas pris en charge.",
    )
    expected_hourly_wage: Wage | None = field(
        None,
        title="Salaire au rendement attendu",
        unit="CHF/h",
        rules=("cmrp:3010.c", "cmrp:3008", "cmrp:4008", "cmrp:4016.b"),
        why="Sous le salaire minimal, le travail n'est pas assez rentable.",
    )
    placement_impossible_without: Finding = finding(
        "Sans la mesure, tout placement est exclu", "cmrp:3013.c", why="Condition de la préparation."
    )
    earlier_training_unsuitable: Finding = finding(
        "La formation accomplie depuis l'invalidité est inadéquate",
        "cmrp:3015.a",
        why="L'un des motifs d'une nouvelle formation.",
    )
    trained_by_ai: Finding = finding(
        "La formation initiale a été obtenue par l'AI",
        "cmrp:3016.a",
        why="L'un des motifs d'une nouvelle formation.",
    )
    not_placeable: Finding = finding(
        "L'invalidité et la situation économique excluent le placement", "cmrp:3016.b", why="Condition de ce motif."
    )
    real_job_prospects: Finding = finding("Perspectives d'emploi réelles", "cmrp:3016.c", why="Condition de ce motif.")
    maintains_or_improves: Finding = finding(
        "Le perfectionnement maintient ou améliore la capacité de gain",
        "cmrp:3018",
        why="Condition du perfectionnement.",
    )

    # Vocational guidance
    limited_in_choice: Finding = finding(
        "L'invalidité limite l'exercice de l'activité antérieure ou le choix d'une profession",
        "cmrp:2002.a",
        why="Condition de l'orientation.",
    )
    needs_specialised_guidance: Finding = finding(
        "Une orientation spécialisée est nécessaire", "cmrp:2002.b", why="Condition de l'orientation."
    )
    guidance_form: GuidanceForm | None = field(
        None,
        title="Forme de l'orientation",
        rules=("cmrp:2003", "cmrp:2004", "cmrp:2005"),
        why="Chaque forme a sa durée et ses frais.",
    )
    internship_weeks: Weeks | None = field(
        None, title="Durée du stage", unit="semaines", rules=("cmrp:2005",), why="Un stage d'orientation est court."
    )
    in_school_holidays: Finding = finding(
        "Stage pendant les vacances scolaires", "cmrp:2005", why="Exigence pour un stage."
    )
    examination_months: ExaminationMonths | None = field(
        None, title="Durée de l'examen", unit="mois", rules=("cmrp:2004",), why="Un examen étendu est limité, de règle."
    )

    # Loss of earning capacity
    former_activity: FormerActivity | None = field(
        None,
        title="Activité antérieure",
        rules=("cmrp:4011", "cmrp:3002", "cmrp:4016"),
        why="La perte se mesure sur la part lucrative seulement.",
    )
    employment_share_percent: Annotated[DecimalNumber, Field(gt=0, le=100, decimal_places=2)] | None = field(
        None,
        title="Part consacrée à l'activité lucrative",
        unit="%",
        rules=("cmrp:4011",),
        why="Elle montre ce que donnerait une perte pondérée.",
    )
    income_without: Amount | None = field(
        None,
        title="Revenu sans invalidité",
        unit="CHF/an",
        rules=("cmrp:4011",),
        help="Méthode mixte : pour la part lucrative.",
        why="La perte de gain compare deux revenus.",
    )
    income_with: Amount | None = field(
        None,
        title="Revenu avec invalidité, sans nouvelle formation",
        unit="CHF/an",
        rules=("cmrp:4011",),
        why="La perte de gain compare deux revenus.",
    )
    loss_lasting: Finding = finding("Diminution durable", "cmrp:4011", why="Seule une diminution durable compte.")
    wage_development: Finding = finding(
        "La perte à court terme sous-estime la perte future",
        "cmrp:4012",
        why="Le niveau de la formation et l'évolution du gain comptent.",
        help="Par exemple un jeune professionnel qualifié en début de carrière.",
    )
    usual_work_limited: Finding = finding(
        "L'aptitude aux travaux habituels est nettement diminuée",
        "cmrp:4010.a",
        "cmrp:4016",
        why="Sans activité lucrative, il n'y a pas de revenus à comparer.",
    )

    # Necessity, equivalence, effect
    training_choice: TrainingChoice | None = field(
        None,
        title="Formation souhaitée",
        rules=("cmrp:3033", "cmrp:3037", "cmrp:4015", "cmrp:4025", "cmrp:4026"),
        why="Une voie plus chère ou un but plus élevé laissent des frais à la personne assurée.",
    )
    higher_required: Finding = finding(
        "Vu le handicap, seule une formation plus élevée convient",
        "cmrp:3038",
        "cmrp:4027.a",
        why="Alors ses frais comptent en entier.",
    )
    aptitudes_match: Finding = finding(
        "Aptitudes et goûts répondent à la profession plus élevée", "cmrp:4027.b", why="Condition de l'exception."
    )
    equivalent_prospects: Finding = finding(
        "Gain à peu près équivalent à celui de l'activité antérieure",
        "cmrp:4002",
        "cmrp:4010.c",
        why="L'équivalence porte surtout sur le gain.",
    )
    comparable_value: Finding = finding(
        "Valeur des deux formations comparable", "cmrp:4002", why="Elle assure l'équivalence à terme."
    )
    sufficiently_rehabilitated: Finding = finding(
        "Déjà réadapté·e de manière suffisante et acceptable",
        "cmrp:4013.a",
        why="Alors le reclassement n'est pas nécessaire.",
    )
    suitable_post_available: Finding = finding(
        "Un poste approprié et exigible existe, sans formation",
        "cmrp:4013.b",
        why="Alors le reclassement n'est pas nécessaire.",
    )
    improves_capacity: Finding = finding(
        "Effet sensible sur la capacité de gain ou les travaux habituels",
        "cmrp:4016",
        why="Le reclassement doit préserver ou améliorer la capacité.",
    )
    pension_drawn: Answer = field(
        Finding.UNKNOWN,
        title="Une rente est versée",
        rules=("cmrp:4016",),
        why="Une rente n'exclut pas le reclassement, mais ajoute une condition.",
    )
    cost_utility_reasonable: Finding = finding(
        "Rapport raisonnable entre coût et utilité",
        "cmrp:1006",
        "cmrp:4016.a",
        why="Condition de chaque mesure, avec ou sans rente.",
    )

    # Time left
    application_date: CalendarDate | None = field(
        None, title="Demande déposée le", rules=("cmrp:4014",), why="Le temps qui reste se compte dès la demande."
    )
    birth_date: BirthDate | None = field(
        None,
        title="Date de naissance",
        help="L'année seule suffit pour estimer.",
        rules=("cmrp:4014",),
        why="L'âge de référence borne le droit.",
    )
    sex: Sex | None = field(
        None, title="Sexe (registre AVS)", rules=("cmrp:4014",), why="L'âge de référence en dépend."
    )
    early_pension_drawn: Answer = field(
        Finding.UNKNOWN,
        title="Rente de vieillesse anticipée déjà demandée",
        rules=("cmrp:4014.b",),
        why="Elle met fin au droit.",
    )
    needed_months: Months | None = field(
        None,
        title="Durée de l'instruction, de la décision et de la mesure",
        unit="mois",
        rules=("cmrp:4014",),
        help="Sans les retards dus à des circonstances extérieures.",
        why="Cette durée doit tenir avant l'âge de référence.",
    )
    substantial_working_life: Finding = finding(
        "Durée de travail globale importante à escompter", "cmrp:4014.a", why="Condition du droit."
    )

    # Earlier reclassement
    earlier_reclassement: Answer = field(
        Finding.UNKNOWN,
        title="Un reclassement a déjà eu lieu",
        rules=("cmrp:4018", "cmrp:4019", "cmrp:4026"),
        why="Un nouveau reclassement a ses propres conditions.",
    )
    earlier_failed_choice: Answer = field(
        Finding.UNKNOWN,
        title="Échec d'une formation choisie au-delà de l'équivalence",
        rules=("cmrp:4026.b",),
        why="Alors seul le solde reste dû.",
    )
    earlier_equivalent_cost: Amount | None = field(
        None,
        title="Coût équivalent fixé alors",
        unit="CHF",
        rules=("cmrp:4026.b",),
        why="Le solde se compte depuis ce montant.",
    )
    earlier_paid: Amount | None = field(
        None,
        title="Prestations déjà fournies",
        unit="CHF",
        rules=("cmrp:4026.b",),
        why="Elles se déduisent du coût équivalent.",
    )
    income_insufficient_midterm: Finding = finding(
        "Le revenu de l'activité deviendra insuffisant à moyen terme",
        "cmrp:4018.a",
        why="Premier motif d'un autre reclassement.",
    )
    only_more_measures_help: Finding = finding(
        "Seules d'autres mesures rendent un revenu comparable", "cmrp:4018.b", why="Condition du premier motif."
    )
    lost_specific_post: Finding = finding(
        "Place perdue, après une formation axée sur ce poste",
        "cmrp:4019.a",
        why="Second motif d'un autre reclassement.",
    )
    base_too_narrow: Finding = finding(
        "Cette formation est une base trop étroite pour être placé·e", "cmrp:4019.b", why="Condition du second motif."
    )

    # Duration
    training_kind: TrainingKind | None = field(
        None,
        title="Genre de formation",
        rules=("cmrp:3012", "cmrp:4021", "cmrp:3020.1"),
        why="Le genre dit quelle durée fait règle.",
    )
    full_time_school: Flag = field(
        False,
        title="École à plein temps",
        rules=("cmrp:3020", "cmrp:4022"),
        why="Elle ne dépasse pas, en général, la durée ordinaire.",
    )
    duration_ordinary_months: Months | None = field(
        None,
        title="Durée ordinaire",
        unit="mois",
        rules=("cmrp:3020", "cmrp:4022"),
        help="Celle de la loi, de l'école ou du contrat d'apprentissage approuvé.",
        why="Une durée plus longue se motive.",
    )
    duration_planned_months: Months | None = field(
        None,
        title="Durée prévue",
        unit="mois",
        rules=("cmrp:3021", "cmrp:3023", "cmrp:4023"),
        why="Elle divise les frais supplémentaires en une moyenne annuelle et se compare à la durée ordinaire.",
    )
    needs_more_time: Finding = finding(
        "L'invalidité demande plus de temps pour apprendre",
        "cmrp:3021.a",
        "cmrp:4023.a",
        why="Motif d'une durée plus longue.",
    )
    level_change: Finding = finding(
        "L'évolution positive permet de changer de niveau (AFP vers CFC)",
        "cmrp:3021.b",
        "cmrp:4023.b",
        why="Motif d'une durée plus longue.",
    )
    reasonable_duration: Finding = finding(
        "Rapport raisonnable entre durée et résultat économique", "cmrp:3020", "cmrp:4022", why="Il faut y veiller."
    )
    levels: Annotated[tuple[Level, ...], Field(max_length=6)] = field(
        (),
        title="Niveaux de la formation",
        rules=("cmrp:3020.2", "cmrp:4022.1"),
        help="S'il y en a plusieurs.",
        why="Chaque niveau reçoit sa décision.",
    )

    # Costs
    costs: Annotated[tuple[Cost, ...], Field(max_length=60)] = field(
        (),
        title="Frais de la formation",
        rules=("cmrp:3022", "cmrp:3041", "cmrp:4024", "cmrp:4030"),
        why="Chaque poste est reconnu ou non selon sa règle.",
    )
    reference_cost: Amount | None = field(
        None,
        title="Coût de la formation adéquate ou équivalente",
        unit="CHF",
        rules=("cmrp:3033", "cmrp:3037", "cmrp:4025", "cmrp:4026"),
        help="Pour toute la formation.",
        why="L'AI ne compte pas plus que ce coût.",
    )
    successive: Flag = field(
        False, title="Frais fixés par périodes successives", rules=("cmrp:3034",), why="Alors les périodes se cumulent."
    )
    period_months: Annotated[Whole, Field(ge=1, le=12)] = field(
        12,
        title="Durée d'une période",
        unit="mois",
        rules=("cmrp:3034",),
        why="La moyenne annuelle suit la durée cumulée.",
    )
    already_paid: Amount | None = field(
        None,
        title="Déjà versé pour les frais supplémentaires",
        unit="CHF",
        rules=("cmrp:3034",),
        help="Vide : selon le calcul des périodes précédentes.",
        why="Le versement est le dû cumulé moins ce qui est versé.",
    )
    old_training_total: Amount | None = field(
        None,
        title="Coût entier de l'ancienne formation",
        unit="CHF",
        rules=("cmrp:3026",),
        why="Il montre ce que donnerait l'autre lecture.",
    )
    threshold_for_further_training: Flag = field(
        True,
        title="Appliquer le seuil annuel au perfectionnement",
        rules=("cmrp:3023", "cmrp:3027"),
        why="Le texte ne dit pas si le seuil vaut aussi pour le perfectionnement.",
    )
    wage_covers_needs: Finding = finding(
        "Le salaire pendant la formation couvre les besoins",
        "cmrp:3043",
        "cmrp:4032",
        why="Alors la motorisation est un moyen auxiliaire.",
    )
    also_away_without: Finding = finding(
        "Sans invalidité, la formation aurait aussi lieu à l'extérieur",
        "cmrp:3024.a",
        why="Alors repas et logement ne sont pas dus à l'invalidité.",
    )
    closer_place_possible: Finding = finding(
        "Une place sans repas ni logement à l'extérieur était possible ou exigible",
        "cmrp:3024.b",
        why="Alors repas et logement ne sont pas dus à l'invalidité.",
    )
    outside_region_because_of_invalidity: Finding = finding(
        "À cause de l'invalidité, perfectionnement possible seulement hors de la région",
        "cmrp:3029",
        "cmrp:3030",
        why="Alors repas et logement sont remboursés en plus.",
    )
    lodging_needed: Finding = finding(
        "Logement à l'extérieur nécessaire en raison de l'invalidité",
        "cmrp:3043.2.a",
        "cmrp:4035.a",
        why="Une des trois conditions suffit.",
    )
    lodging_essential: Finding = finding(
        "Logement indispensable au succès de la formation",
        "cmrp:3043.2.b",
        "cmrp:4035.b",
        why="Une des trois conditions suffit.",
    )
    return_impossible: Finding = finding(
        "Retour au domicile impossible ou inexigible",
        "cmrp:3043.2.c",
        "cmrp:4035.c",
        why="Une des trois conditions suffit.",
    )
    other_reasons_for_lodging: Finding = finding(
        "Le logement a aussi des raisons étrangères à l'invalidité",
        "cmrp:3043.2",
        "cmrp:4035",
        why="Alors la participation de tiers est à examiner.",
    )

    # Employer
    first_labour_market: Flag = field(
        False,
        title="Formation sur le marché primaire de l'emploi",
        rules=("cmrp:3035", "cmrp:4029"),
        why="L'employeur peut recevoir une compensation.",
    )
    employer_extra_costs: Amount | None = field(
        None,
        title="Frais supplémentaires de l'employeur",
        unit="CHF",
        rules=("cmrp:3035", "cmrp:4029"),
        help="Pour la période des jours de présence indiqués. Aucun : 0.",
        why="Seuls des frais supplémentaires sont compensés.",
    )
    employer_costs_due_to_invalidity: Finding = finding(
        "Ces frais sont dus à l'invalidité", "cmrp:3035", why="Condition en formation initiale."
    )
    wage_reduction: Amount | None = field(
        None,
        title="Baisse de salaire convenue pour ces frais",
        unit="CHF",
        rules=("cmrp:3035", "cmrp:4029"),
        help="Aucune : 0.",
        why="Le salaire absorbe d'abord les frais.",
    )
    presence_days: Days | None = field(
        None,
        title="Jours de présence",
        unit="jours",
        rules=("cmrp:3035", "cmrp:4029"),
        why="La compensation se limite par jour de présence.",
    )
    no_daily_allowance_yet: Flag = field(
        False,
        title="Droit à la petite indemnité journalière encore à venir",
        rules=("cmrp:3035.b",),
        why="C'est un autre motif de compensation.",
    )
