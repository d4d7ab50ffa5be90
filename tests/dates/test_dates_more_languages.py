"""Dates in further languages of catalogues: text, first year, last year ('..': open)."""

from __future__ import annotations

import pytest
from span_tables import rows, years_or_status

SPANS = {
    "Catalan": """
        segle XIX | 1800 1899
        segles XVIII-XIX | 1700 1899
        finals del segle XIX | 1880 1899
        principis del segle XX | 1900 1919
        mitjan segle XIX | 1834 1866
        primera meitat del segle XIX | 1800 1849
        segona meitat del segle XVIII | 1750 1799
        últim quart del segle XVIII | 1775 1799
        primer terç del segle XX | 1900 1933
        finals del segle XIX - principis del segle XX | 1880 1919
        cap a 1852 | 1847 1857
        vers 1852 | 1847 1857
        entre 1852 i 1861 | 1852 1861
        després de 1852 | 1852 ..
        abans de 1852 | .. 1852
        dècada de 1850 | 1850 1859
        segle V aC | -499 -400
        sense data | undated
    """,
    "Romanian": """
        secolul al XIX-lea | 1800 1899
        secolul XIX | 1800 1899
        sec. XIX | 1800 1899
        sec. al XIX-lea | 1800 1899
        sfârșitul secolului al XIX-lea | 1880 1899
        sf. sec. XIX | 1880 1899
        începutul secolului XX | 1900 1919
        înc. sec. XX | 1900 1919
        mijlocul secolului al XVIII-lea | 1734 1766
        prima jumătate a secolului al XIX-lea | 1800 1849
        a doua jumătate a secolului al XIX-lea | 1850 1899
        a doua jumătate a sec. XIX | 1850 1899
        ultimul sfert al secolului XVIII | 1775 1799
        sfârșitul sec. XIX - începutul sec. XX | 1880 1919
        secolele XVIII-XIX | 1700 1899
        în jurul anului 1852 | 1847 1857
        cca 1852 | 1847 1857
        după 1852 | 1852 ..
        înainte de 1852 | .. 1852
        între 1852 și 1861 | 1852 1861
        anii 1850 | 1850 1859
        secolul V î.Hr. | -499 -400
        nedatat | undated
    """,
    "Croatian and Serbian": """
        19. stoljeće | 1800 1899
        XIX vek | 1800 1899
        početak 20. stoljeća | 1900 1919
        kraj 19. stoljeća | 1880 1899
        sredina 19. st. | 1834 1866
        prva polovica 19. stoljeća | 1800 1849
        druga polovina 19. veka | 1850 1899
        posljednja četvrtina 18. stoljeća | 1775 1799
        prijelaz 19. u 20. stoljeće | 1890 1910
        oko 1852. | 1847 1857
        oko 1852. godine | 1847 1857
        prije 1852. | .. 1852
        nakon 1852. | 1852 ..
        između 1852. i 1861. | 1852 1861
        1850-ih | 1850 1859
        50-ih godina 19. stoljeća | 1850 1859
        5. stoljeće pr. Kr. | -499 -400
        nedatirano | undated
    """,
    "Slovene": """
        19. stoletje | 1800 1899
        konec 19. stoletja | 1880 1899
        začetek 20. stoletja | 1900 1919
        druga polovica 19. stoletja | 1850 1899
        zadnja četrtina 18. stoletja | 1775 1799
        okoli 1852 | 1847 1857
        okoli leta 1852 | 1847 1857
        brez datuma | undated
    """,
    "Estonian": """
        19. sajand | 1800 1899
        19. sajandi lõpp | 1880 1899
        20. saj. algus | 1900 1919
        5. sajandi lõpp e.Kr. | -419 -400
        5. saj. e. Kr. | -499 -400
        e.Kr. 5. saj | -499 -400
        19. sajandi keskpaik | 1834 1866
        19. sajandi II pool | 1850 1899
        19. sajandi teine pool | 1850 1899
        18. sajandi viimane veerand | 1775 1799
        1920. aastad | 1920 1929
        1920ndad | 1920 1929
        1920-ndad aastad | 1920 1929
        umbes 1852 | 1847 1857
        pärast 1852 | 1852 ..
        enne 1852 | .. 1852
        1852. aasta | 1852 1852
        dateerimata | undated
    """,
    "Lithuanian": """
        XIX a. | 1800 1899
        XIX a. pab. | 1880 1899
        XX a. pr. | 1900 1919
        XIX a. pab. – XX a. pr. | 1880 1919
        XIX a. pabaiga | 1880 1899
        XIX a. II pusė | 1850 1899
        XIX a. antra pusė | 1850 1899
        XIX a. 1-oji pusė | 1800 1849
        XIX a. vid. | 1834 1866
        apie 1852 m. | 1847 1857
        1852 m. | 1852 1852
        1852–1861 m. | 1852 1861
        po 1852 m. | 1852 ..
        m. 1852 | unread
        nedatuota | undated
    """,
    "Latvian": """
        19. gs. | 1800 1899
        19. gadsimts | 1800 1899
        19. gs. 2. puse | 1850 1899
        19. gs. beigas | 1880 1899
        20. gs. sākums | 1900 1919
        19. gs. beigas – 20. gs. sākums | 1880 1919
        20. gs. 30. gadi | 1930 1939
        1920. gadi | 1920 1929
        1852. gads | 1852 1852
        1852. g. | 1852 1852
        ap 1852. gadu | 1847 1857
        pēc 1852 | 1852 ..
        pirms 1852 | .. 1852
        nav datēts | undated
    """,
    "Turkish": """
        19. yüzyıl | 1800 1899
        19. yy. | 1800 1899
        19. yüzyıl sonu | 1880 1899
        20. yüzyıl başı | 1900 1919
        19. yüzyıl ortası | 1834 1866
        19. yüzyılın ikinci yarısı | 1850 1899
        19. yüzyılın son çeyreği | 1875 1899
        18.-19. yüzyıl | 1700 1899
        19. yüzyıl sonu - 20. yüzyıl başı | 1880 1919
        yaklaşık 1852 | 1847 1857
        1852 civarı | 1847 1857
        1850'ler | 1850 1859
        M.Ö. 5. yüzyıl | -499 -400
        tarihsiz | undated
    """,
    "Greek": """
        19ος αιώνας | 1800 1899
        19ος αι. | 1800 1899
        αρχές 20ού αιώνα | 1900 1919
        τέλη 19ου αι. | 1880 1899
        μέσα 19ου αιώνα | 1834 1866
        β' μισό 19ου αιώνα | 1850 1899
        τέλη 19ου - αρχές 20ού αιώνα | 1880 1919
        περίπου 1852 | 1847 1857
        π. 1852 | 1847 1857
        μετά το 1852 | 1852 ..
        πριν το 1852 | .. 1852
        δεκαετία του 1850 | 1850 1859
        5ος αι. π.Χ. | -499 -400
        2ος αι. μ.Χ. | 100 199
    """,
    "Chinese and Japanese": """
        19世紀 | 1800 1899
        19世紀後半 | 1850 1899
        19世紀前半 | 1800 1849
        18世紀末 | 1780 1799
        20世紀初頭 | 1900 1919
        19世紀後期 | 1867 1899
        江戸時代前期 | 1615 1700
        江戸時代後期 | 1785 1868
        清代早期 | 1644 1734
        清代晚期 | 1824 1911
        18～19世紀 | 1700 1899
        1850年～ | 1850 ..
        ～1850年 | .. 1850
        〜850年 | unread
        1850年~1860年 | 1850 1860
        大正～昭和 | 1912 1989
        明治・大正 | 1868 1926
        江戸時代 | 1615 1868
        江戸時代・18世紀 | 1700 1799
        明治時代 | 1868 1912
        明治20年（1887） | 1887 1887
        1887(明治20)年 | 1887 1887
        明治20(1887)年 | 1887 1887
        1850年から1860年 | 1850 1860
        1850年以前 | .. 1850
        1850年以降 | 1850 ..
        1850年末 | 1850 1850
        1850年夏頃 | 1845 1855
        一九五〇年 | 1950 1950
        1850年13月 | unread
        1850年5月32日 | unread
        清代 | 1644 1911
        清乾隆 | 1736 1795
        明代 16世纪 | 1500 1599
        约1852年 | 1847 1857
        1852年 | 1852 1852
        1852年頃 | 1847 1857
        1850年代 | 1850 1859
        1852~1861 | 1852 1861
        公元前5世纪 | -499 -400
        不詳 | undated
    """,
    "years of Japanese eras": """
        明治元年 | 1868 1868
        明治45年7月 | 1912 1912
        大正三年 | 1914 1914
        昭和25年 | 1950 1950
        昭和 25 年 5 月 3 日 | 1950 1950
        昭和二十五年 | 1950 1950
        昭和二五年頃 | 1945 1955
        昭和六十四年 | 1989 1989
        平成元年 | 1989 1989
        令和2年 | 2020 2020
        昭和２５年（１９５０） | 1950 1950
        1950年（昭和25年） | 1950 1950
        昭和25-30年 | 1950 1955
        昭和25年～30年 | 1950 1955
        明治40年-大正3年 | 1907 1914
        明治45-大正2年 | 1912 1913
        昭和64/平成元年 | 1989 1989
        〜昭和25年 | .. 1950
        昭和30年代 | 1955 1964
        昭和60年代 | 1985 1989
        昭和35年代 | unread
        昭和65年 | unread
        明治0年 | unread
        大正16年 | unread
        昭和25年度 | unread
        昭和十十年 | unread
        1887(明治21)年 | 1887 1888
    """,
    "Korean": """
        1850년 | 1850 1850
        1850년경 | 1845 1855
        약 1850년 | 1845 1855
        1850년 5월 3일 | 1850 1850
        1850년대 | 1850 1859
        1850년대 초 | 1850 1852
        1850-1860년 | 1850 1860
        1850년 ~ 1860년 | 1850 1860
        1850년~ | 1850 ..
        19세기 | 1800 1899
        19세기 말 | 1880 1899
        19세기 후반 | 1850 1899
        조선시대 19세기 | 1800 1899
        기원전 1세기 | -99 -1
        1850년 13월 | unread
    """,
}


@pytest.mark.parametrize(("text", "expected"), rows(SPANS.values()))
def test_a_date_is_read(text: str, expected: str) -> None:
    assert years_or_status(text) == expected
