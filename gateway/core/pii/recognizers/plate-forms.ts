/** Lists how the number plates of each country are written. */

export interface PlateForm {
  country: string
  /** How sure the form alone makes it, where no word does. */
  score: number
  /** What its letters or digits in front must be. */
  check: 'british' | 'prefix' | 'district' | 'state' | 'province' | 'consonants' | 'series' | null
}

// From the countries' registration law: DE FZV annex 1 and 4, GB SI 2001/561, FR arrêté du 9 février 2009, IT DPR 495/1992
// art. 257, ES RD 2822/1998 annex XVIII, NL RDW side codes 1 to 14, TR KTY art. 53, IN CMVR rule 50, NG FRSC, SE VVFS
// 2003:22, BE AR 23.2.2014, PT DL 54/2005, CZ 243/2001, SK 8/2009, HU 326/2011, PL Dz.U. 2017 poz. 2355, BR Contran
// 969/2022, AR Decreto 1082/2015, FI 1598/1995, NO kjøretøyforskriften, DK BEK 1107/2018, CH VZV art. 83.
// A: a letter, 9: a digit, `-`: a hyphen, `_`: a space, `·`: a middle dot. A word must tell where the score is below half.
// What is not listed, though it is written so (`AB1234`, `B-AB1234`, `AA·12·34`), looks like a product's number: it is found
// behind a word that tells it, as any capitals and digits are. Tickets, standards and requests are written as Brazil's older
// plates are (`REQ-1234`, `RFC-2068`): rules leave such a series without a word for a plate or a vehicle beside it.
const rows = `
GB .55 british AA99_AAA; GB .45 british AA99-AAA; GB .35 british AA99AAA; GB .35 prefix A999_AAA AAA_999A A99_AAA A9_AAA AAA_99A; FR .7 AA-999-AA; FR .3 AA999AA; IT .35 AA_999_AA AA_999AA; IT .3 AA999AA;
ES .5 consonants 9999_AAA 9999-AAA; ES .4 consonants 9999AAA; NL .55 AA-99-99 99-99-AA 99-AA-99 AA-99-AA AA-AA-99 99-AA-AA;
NL .65 99-AAA-9 9-AAA-99 AA-999-A A-999-AA AAA-99-A 9-AA-999;
PT .35 AA_99_99 99_AA_99 AA_99_AA 99AA99 9999AA;
TR .65 province 99_A_9999 99_A_99999 99_AA_999 99_AA_9999 99_AAA_99 99_AAA_999;
TR .35 province 99A9999 99A99999 99AA999 99AA9999 99AAA99 99AAA999 99AAA9999; TR .6 province 99_AAA_9999; IN .75 state AA99AA9999 AA99A9999 AA99AAA9999
AA-99-AA-9999 AA-99-A-9999 AA_99_AA_9999 AA_99_A_9999 AA99_AA_9999 AA99_A_9999 AA-99-AAA-9999 AA9AA9999; NG .7 AAA-999AA AAA_999AA AAA-999-AA;
NG .45 AAA999AA; BE .6 9-AAA-999; CZ .5 9A9_9999; HU .3 AAA-999; HU .5 AA_AA-999; SE .3 AAA_999 AAA_99A;
FI .3 AAA-999 AA-999 AAA-99; PL .3 AA_99999 AAA_99999 AA_9999A AAA_9A99 AA99999; NO .3 AA_99999 AA99999; DK .4 AA_99_999; CH .3 AA_999999 AA_99999;
BR .4 AAA9A99 AAA_9A99; BR .35 series AAA-9999; AR .5 AA_999_AA; SK .4 AA-999AA AA_999AA;
DE .7 district A-A_9 A-A_99 A-A_999 A-A_9999 A-AA_9 A-AA_99 A-AA_999 A-AA_9999 AA-A_9 AA-A_99 AA-A_999 AA-A_9999 AA-AA_9 AA-AA_99 AA-AA_999
AA-AA_9999 AAA-A_9 AAA-A_99 AAA-A_999 AAA-A_9999 AAA-AA_9 AAA-AA_99 AAA-AA_999 AAA-AA_9999 A-A-9999 A-AA-9999 A-AA-999 AA-AA-999 AA-AA-9999 AA-A-999
AA-A-9999 AAA-AA-999;
DE .35 district A_A_9 A_A_99 A_A_999 A_A_9999 A_AA_9 A_AA_99 A_AA_999 A_AA_9999 AA_A_9 AA_A_99 AA_A_999 AA_A_9999 AA_AA_9 AA_AA_99 AA_AA_999
AA_AA_9999 AAA_A_9 AAA_A_99 AAA_A_999 AAA_AA_9 AAA_AA_99 AAA_AA_999`

const marks = 'A9-_·'
const forms = new Map<number, PlateForm[]>()
for (const row of rows.split(';')) {
  const words = row.trim().split(/\s+/)
  const [country, score] = words as [string, string]
  const check = /^[a-z]/.test(words[2]!) ? (words[2] as PlateForm['check']) : null
  for (const pattern of words.slice(check ? 3 : 2)) {
    let shape = 0
    for (const mark of pattern) shape = shapeStep(shape, mark)
    forms.set(shape, [...(forms.get(shape) ?? []), { country, score: Number(score), check }])
  }
}

function shapeStep(shape: number, mark: string): number {
  return extendShape(shape, marks.indexOf(mark) + 1)
}

export const plateMarks = { LETTER: 1, DIGIT: 2, HYPHEN: 3, SPACE: 4, DOT: 5 } as const

/** A shape is a number in base six, one place for each mark. */
export function extendShape(shape: number, mark: number): number {
  return shape * 6 + mark
}

/** The forms that have this shape, over all countries. */
export function plateForms(shape: number): readonly PlateForm[] {
  return forms.get(shape) ?? []
}

// FZV annex 1 (Unterscheidungszeichen), as published by the Kraftfahrt-Bundesamt, those that are issued anew included.
export const germanDistricts: ReadonlySet<string> = new Set(
  (
    'A AA AB ABG ABI AC AE AF AH AIB AIC AK ALF ALZ AM AN ANA ANG ANK AÖ AP APD ARN ART AS ASL ASZ AT AU AUR AW AZ AZE ' +
    'B BA BAD BAR BB BBG BC BCH BD BE BED BER BF BGD BGL BH BI BID BIN BIR BIT BIW BK BKS BL BLB BLK BM BN BNA BO BOG BOH BOR BOT BP ' +
    'BRA BRB BRG BRK BRL BRV BS BSB BSK BT BTF BÜD BÜS BÜZ BW BWL BYL BZ BZA C CA CAS CB CE CHA CLP CLZ CO COC COE CR CUX CW ' +
    'D DA DAH DAN DAU DBR DD DE DEG DEL DGF DH DI DIL DIN DIZ DKB DL DLG DM DN DO DON DU DUD DÜW DW DZ E EA EB EBE EBN EBS ECK ED EE ' +
    'EF EG EH EI EIC EIL EIN EIS EL EM EMD EMS EN ER ERB ERH ERK ERZ ES ESB ESW EU EUT EW F FB FD FDB FDS FEU FF FFB FG FI FKB FL FLÖ ' +
    'FN FO FOR FR FRG FRI FRW FS FT FTL FÜ FÜS FW FZ G GA GAN GAP GC GD GDB GE GEL GEM GEO GER GF GG GHA GHC GI GK GL GLA GM GMN GN GÖ ' +
    'GOA GOH GP GR GRA GRH GRI GRM GRZ GS GT GTH GÜ GUB GUN GV GVM GW GZ H HA HAB HAL HAM HAS HB HBN HBS HC HCH HD HDH HDL HE HEB HEF HEI ' +
    'HEL HER HET HF HG HGN HGW HH HHM HI HIG HIP HK HL HM HMÜ HN HO HOG HOH HOL HOM HOR HÖS HOT HP HR HRO HS HSK HST HU HV HVL HWI HX HY ' +
    'HZ IGB IK IL ILL IN IZ J JB JE JL JÜL K KA KB KC KE KEH KEL KEM KF KG KH KI KIB KK KL KLE KLZ KM KN KO KÖN KÖT KÖZ KR KRU KS KT KU ' +
    'KÜN KUS KW KY KYF L LA LAN LAU LB LBS LBZ LC LD LDK LDS LEO LER LEV LF LG LH LI LIB LIF LIP LL LM LÖ LÖB LOS LP LR LRO LSA LSN LSZ ' +
    'LU LÜN LUP LWL M MA MAB MAI MAK MAL MB MC MD ME MED MEG MEI MEK MEL MER MET MG MGH MGN MH MHL MI MIL MK MKK ML MM MN MO MOD MOL MON MOS MQ ' +
    'MR MS MSE MSH MSP MST MTK MTL MÜ MÜB MÜL MÜR MVL MW MY MYK MZ MZG N NAB NAI NAU NB ND NDH NE NEA NEB NEC NEN NES NEW NF NH NI NK NL NM ' +
    'NMB NMS NÖ NOH NOL NOM NOR NP NR NRW NS NT NU NVP NW NWM NY NZ OA OAL OB OBB OBG OC OCH OD OE OF OG OH OHA ÖHR OHV OHZ OK OL OP OPR OS ' +
    'OSL OTW OVI OVL OVP P PA PAF PAN PAR PB PCH PE PEG PF PI PIR PL PLÖ PM PN PR PRÜ PS PW PZ QFT QLB R RA RC RD RDG RE REG REH REI RG RH ' +
    'RI RID RIE RL RM RN RO ROD ROF ROK ROL ROS ROT ROW RP RS RSL RT RU RÜD RÜG RV RW RZ S SAB SAD SAL SAN SAW SB SBG SBK SC SCZ SDH SDL SDT ' +
    'SE SEB SEE SEF SEL SFB SFT SG SGH SH SHA SHG SHK SHL SI SIG SIM SK SL SLE SLF SLK SLN SLS SLÜ SLZ SM SMÜ SN SO SOB SOG SOK SÖM SON SP SPB ' +
    'SPN SR SRB SRO ST STA STB STD STE STL STO SU SUL SÜW SW SWA SY SZ SZB TBB TDO TE TET TF TG THL THW TIR TO TÖL TP TR TS TT TÜ TUT UE UEM UFF UH ' +
    'UL UM UN USI V VAI VB VEC VER VG VIB VIE VIT VK VOH VS W WA WAF WAK WAN WAR WAT WB WBS WDA WE WEL WEN WER WES WF WG WHV WI WIL WIS WIT WIZ WK ' +
    'WL WLG WM WMS WN WND WO WOB WOH WOL WOR WOS WR WRN WS WSF WST WSW WT WTL WTM WÜ WUG WÜM WUN WUR WW WZ WZL X Y Z ZE ZEL ZI ZIG ZP ZR ZS ZW ZZ'
  ).split(' '),
)

// Central Motor Vehicles Rules 1989 (India), rule 50; BH is the Bharat series.
export const indianStates: ReadonlySet<string> = new Set(
  'AN AP AR AS BR CG CH DD DL DN GA GJ HP HR JH JK KA KL LA LD MH ML MN MP MZ NL OD OR PB PY RJ SK TN TG TR TS UA UK UP WB'.split(
    ' ',
  ),
)
