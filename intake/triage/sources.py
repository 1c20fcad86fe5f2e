"""Where rules take their word from. A source is written once; a citation says which place, and whether it has been read."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """A published source, the most official one we have; `url` is where it was read or can be found."""

    title: str
    url: str = ""

    def at(self, place: str = "", *, checked: bool = True) -> Citation:
        """A place in this source; `checked` says whether someone has read it there."""
        return Citation(self, place, checked)


@dataclass(frozen=True)
class Citation:
    """One source at one place."""

    source: Source
    place: str
    checked: bool

    def __str__(self) -> str:
        return f"{self.source.title}: {self.place}" if self.place else self.source.title


PROJECT_DEFAULT = Source("A default of this project")
"""Our own judgement, for a medical director to confirm. Never stands alone under a STOP."""

CLINICAL_PRACTICE = Source("Clinical practice, no published source")

OWN_JUDGEMENT = frozenset({PROJECT_DEFAULT, CLINICAL_PRACTICE})
"""Sources that nobody published."""

KETALAR_US = Source(
    "Ketalar US label, 10/2024", "https://fda.report/DailyMed/46dab560-8ecd-4d92-8c92-6baa2310b09b"
)
KETALAR_UK = Source("Ketalar UK SmPC", "https://www.rxreasoner.com/monographs/ketalar/precautions")
KETAMINE_CH = Source("Swiss ketamine and esketamine labels", "https://ch.oddb.org/en/gcc/fachinfo/reg/67199")
KETANEST = Source("Ketanest labels, Norway and Austria")
KETALAR_AU = Source("Ketalar, Australian product information")
SPRAVATO_US = Source("Spravato US label", "https://wcmedicine.com/?p=441")
SPRAVATO_EU = Source("Spravato EU SmPC", "https://www.rxreasoner.com/monographs/spravato/precautions")
PDR = Source(
    "PDR drug summary, Ketalar", "https://physician.pdr.net/drug-summary/Ketalar-ketamine-hydrochloride-1999"
)
MILLER = Source("Miller, Anesthesia, 6th edition")
COHEN_2018 = Source(
    "Cohen 2018, consensus guidelines on ketamine infusions for chronic pain",
    "https://www.guidelinecentral.com/guideline/8150/",
)
SCHWENK_2018 = Source(
    "Schwenk 2018, consensus guidelines on ketamine for acute pain",
    "https://www.guidelinecentral.com/guideline/8156/",
)
ASA_KETAMINE = Source("ASA guidance, safe use of ketamine", "https://www.asahq.org")
ASA_FASTING = Source("ASA fasting guidelines, 2017 and 2023")
ASA_SLEEP_APNEA = Source(
    "ASA sleep apnea guideline, 2014", "https://pubs.asahq.org/anesthesiology/article/120/2/268/11781"
)
SAMBA_2012 = Source("SAMBA consensus on sleep apnea and ambulatory surgery, 2012")
SASM_2016 = Source("SASM screening guideline, 2016", "https://pmc.ncbi.nlm.nih.gov/articles/PMC4956681")
AANA_KETAMINE = Source("AANA, ketamine infusion therapy considerations")
AANA_DISCHARGE = Source("AANA, discharge after sedation or anesthesia on the day of the procedure")
APNA = Source("APNA, ketamine infusion therapy", "https://www.apna.org/ketamine-infusion-therapy")
APA_2017 = Source("APA consensus statement on ketamine, Sanacora 2017")
ACEP_2011 = Source("ACEP ketamine guideline, 2011")
AAGBI_BHS_2016 = Source("AAGBI and BHS guideline on blood pressure before elective surgery, 2016")
AHA_2021 = Source("AHA statement on stroke around surgery, 2021")
AHA_ACC_2024 = Source("AHA/ACC perioperative guideline, 2024", "https://guidelinecentral.com/guideline/6985")
ANESTHESIA_PRACTICE = Source("General anesthesia practice")
OPEN_ANESTHESIA = Source(
    "OpenAnesthesia", "https://www.openanesthesia.org/keywords/ketamine_pheochromocytoma/"
)
E_SAFE = Source("e-SAFE Anaesthesia, session 06_05", "https://www.e-safe-anaesthesia.org")
FDA_2023 = Source("FDA warning on compounded ketamine, October 2023")
FDA_SGLT2 = Source("FDA labels of SGLT2 medicines on surgery")
FDA_GABAPENTINOIDS = Source("FDA, gabapentinoids and slow breathing, December 2019", "https://www.fda.gov")
GLP1_2024 = Source(
    "Multisociety guidance on GLP-1 medicines, 2024", "https://guidelinecentral.com/guideline/4050576"
)
ADA = Source(
    "ADA Standards of Care", "https://bmcanesthesiol.biomedcentral.com/articles/10.1186/s12871-023-02145-6"
)
COTTER_2021 = Source("Cotter 2021, ketamine and the liver", "https://doi.org/10.1007/s40264-021-01120-9")
MHAUS = Source("Malignant Hyperthermia Association of the United States")
JOINT_COMMISSION = Source("Joint Commission safety goals")
ASQ_NIMH = Source("NIMH, ASQ toolkit", "https://www.nimh.nih.gov")
SPIER = Source("Bindings of suicide screening tools to LOINC")
ITEM_9_STUDIES = Source(
    "Two cohort studies of PHQ-9 item 9, 2013 and 2016",
    "https://psychiatryonline.org/doi/10.1176/appi.ps.201500149",
)
DUTY_TO_PROTECT = Source("State laws on the duty to protect", "https://www.ncsl.org")
CONSENT_LAW = Source("Law of consent")
PHQ_LOINC = Source("LOINC, PHQ-9", "https://loinc.org/44249-1")
GAD_LOINC = Source("LOINC, GAD-7", "https://loinc.org/69737-5")
AUDITC_LOINC = Source("LOINC, AUDIT-C", "https://loinc.org/75626-2")
PCPTSD_VA = Source("VA National Center for PTSD, PC-PTSD-5", "https://www.ptsd.va.gov")
BOVIN_2021 = Source("Bovin 2021, PC-PTSD-5", "https://pmc.ncbi.nlm.nih.gov/articles/PMC7862990")
DIAZ_2010 = Source(
    "Diazgranados 2010, ketamine in bipolar depression", "https://pmc.ncbi.nlm.nih.gov/articles/PMC3000408"
)
ZARATE_2012 = Source("Zarate 2012, ketamine in bipolar depression")
MANIA_EXCLUDED = Source("Trial criteria", "https://pmc.ncbi.nlm.nih.gov/articles/PMC10812090")
COCHRANE_2025 = Source("Cochrane 2025, ketamine for chronic pain")
VA_DOD_2023 = Source("VA/DoD guideline on PTSD, 2023")
TAYLOR_2018 = Source(
    "Taylor 2018, ketamine in social anxiety", "https://pmc.ncbi.nlm.nih.gov/articles/PMC5729569"
)
RODRIGUEZ_2013 = Source("Rodriguez 2013, ketamine in OCD", "https://pmc.ncbi.nlm.nih.gov/articles/PMC3799067")
VERAART_2021 = Source("Veraart 2021, drug interactions of ketamine", "https://doi.org/10.1093/ijnp/pyab039")
ANDRADE_2017 = Source("Andrade 2017, drug interactions of ketamine", "https://www.psychiatrist.com")
WILLIAMS_2018 = Source(
    "Williams 2018, naltrexone and ketamine", "https://doi.org/10.1176/appi.ajp.2018.18020138"
)
BRINCK_2018 = Source("Brinck 2018, Cochrane review of ketamine after surgery")
HAGELBERG_2010 = Source("Hagelberg 2010, clarithromycin and S-ketamine")
PELTONIEMI_2011 = Source(
    "Peltoniemi 2011, ticlopidine, itraconazole and S-ketamine", "https://doi.org/10.1038/clpt.2011.140"
)
PELTONIEMI_2012 = Source(
    "Peltoniemi 2012, rifampicin and S-ketamine", "https://doi.org/10.1111/j.1742-7843.2012.00908.x"
)
PELTONIEMI_GRAPEFRUIT = Source("Peltoniemi, grapefruit juice and S-ketamine")
PELTONIEMI_ST_JOHNS = Source("Peltoniemi, St John's wort and S-ketamine")
DRUG_LABELS = Source("Labels of the medicines named")
XYREM = Source("Xyrem US label", "https://www.rxreasoner.com/monographs/xyrem/precautions")
BACLOFEN_BOXED = Source("Boxed warning of intrathecal baclofen", "https://blackboxrx.com/app/display/25")

MARKED = {
    "SPR": SPRAVATO_US,
    "SPR-EU": SPRAVATO_EU,
    "KET-US": KETALAR_US,
    "KET-UK": KETALAR_UK,
    "KET-CH": KETAMINE_CH,
    "KETANEST-NO": KETANEST,
    "KETANEST-NO/AT": KETANEST,
    "COH18": COHEN_2018,
    "COCH25": COCHRANE_2025,
    "VERA21": VERAART_2021,
    "ANDR17": ANDRADE_2017,
    "WIL18": WILLIAMS_2018,
    "BRINCK18": BRINCK_2018,
    "HAG10": HAGELBERG_2010,
    "PELT11": PELTONIEMI_2011,
    "PELT12": PELTONIEMI_2012,
    "PELT-GFJ": PELTONIEMI_GRAPEFRUIT,
    "PELT-SJW": PELTONIEMI_ST_JOHNS,
    "FDA23": FDA_2023,
    "FDA-SGLT2": FDA_SGLT2,
    "GLP1-24": GLP1_2024,
    "ADA": ADA,
    "ANES-PRAC": ANESTHESIA_PRACTICE,
    "APA17": APA_2017,
}
"""The marks by which the table of medicines names its sources."""

READ_SINCE = {
    "G:FDA 2019 gabapentinoid warning": FDA_GABAPENTINOIDS.at(),
    "G:Xyrem label": XYREM.at("contraindications; boxed warning"),
    "G:KET-UK section 4.5": KETAMINE_CH.at("interactions"),
    "G:ADA Standards of Care": ADA.at("as tabulated in BMC Anesthesiology 2023"),
}
"""Marks of the table that a second reading found confirmed, with what was read."""


def cited(marks: str) -> tuple[Citation, ...]:
    """Citations from marks such as `V:KET-US (other CNS depressants); G:class effect`: V has been read, G has not."""
    found = []
    for mark in re.split(r"; (?=[VG]:)", marks):
        if mark in READ_SINCE:
            found.append(READ_SINCE[mark])
            continue
        checked, _, rest = mark.partition(":")
        name, _, place = rest.partition(" ")
        source = MARKED.get(name)
        if source is None:
            source, place = (DRUG_LABELS, rest) if "label" in rest else (CLINICAL_PRACTICE, rest)
        if place.startswith("(") and place.endswith(")"):
            place = place[1:-1]
        found.append(source.at(place, checked=checked == "V"))
    return tuple(found)
